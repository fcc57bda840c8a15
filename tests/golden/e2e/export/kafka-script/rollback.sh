#!/usr/bin/env bash
# Takes back what apply.sh changed on a Kafka cluster, as it is written down in the state file.
# Written by Eventscape from the design "E-commerce platform", environment prod
# Design sha256:7535725d49febdf97c8fe3737ba1f5822cc81eb9fd45545491482ac4c6a89b64
#
#   BOOTSTRAP=broker-1:9092 ./rollback.sh [--dry-run] [--yes]
#
# BOOTSTRAP        addresses of the first brokers, the same as for apply.sh
# COMMAND_CONFIG   a file with connection properties, as Kafka's tools take it with --command-config; optional
# STATE            where apply.sh wrote down what it changed; ./eventscape-state by default
# --dry-run        says what would be changed and changes nothing
# --yes            deletes the topics that apply.sh created, with all records in them
#
# Access rules that apply.sh added are removed, configurations get their values back, topics that it created are deleted.
# What was there before, or was changed by somebody else since, stays. Partitions that were added cannot be taken away.
set -euo pipefail

say() { printf '%s\n' "$*"; }

fail() {
  printf 'rollback.sh: %s\n' "$*" >&2
  exit 1
}

tool() {
  if command -v "$1.sh" >/dev/null 2>&1; then
    printf '%s.sh' "$1"
  elif command -v "$1" >/dev/null 2>&1; then
    printf '%s' "$1"
  else
    fail "$1.sh is not on the PATH; it is in the bin folder of Apache Kafka"
  fi
}

# Reads from the cluster into a file, and shows what the tool said only when it failed.
ask() {
  local into=$1
  shift
  if ! "$@" "${connection[@]}" </dev/null >"$into" 2>"$work/said"; then
    cat "$into" "$work/said" >&2
    return 1
  fi
}

# Changes the cluster, and shows what the tool said only when it failed.
change() {
  if ! "$@" "${connection[@]}" </dev/null >"$work/said" 2>&1; then
    cat "$work/said" >&2
    fail "this failed: $*. Run rollback.sh again when the cause is gone: $state still says what is to be taken back"
  fi
}

# Says what is about to be changed; false in a dry run.
announce() {
  changes=$((changes + 1))
  if [[ $dry_run == yes ]]; then
    say "[dry run] $*"
    return 1
  fi
  say "$*"
}

remove_rules() {
  local principal operations resource operation fields arguments
  # The last rule that was added goes first.
  awk -F '\t' '$1 == "acl" { lines[++n] = $0 } END { while (n) print lines[n--] }' "$state" >"$work/rules"
  [[ -s $work/rules ]] || return 0
  while IFS=$'\t' read -r -u 3 -a fields; do
    principal=${fields[1]} operations=${fields[2]} arguments=()
    for operation in $operations; do arguments+=(--operation "$operation"); done
    for resource in "${fields[@]:3}"; do arguments+=("--${resource%%:*}" "${resource#*:}"); done
    announce "Take from $principal $operations on ${fields[*]:3}" || continue
    change "$kafka_acls" --remove --force --allow-principal "$principal" --resource-pattern-type literal "${arguments[@]}"
  done 3<"$work/rules"
}

restore_configs() {
  # For each topic and key: the value before the first change, and the value after the last.
  awk -F '\t' '
    $1 == "topic" { created[$2] = 1 }
    $1 == "config" {
      key = $2 "\t" $3
      if (!(key in last)) { order[++n] = key; was[key] = $5; before[key] = $6 }
      last[key] = $4
    }
    END {
      for (i = 1; i <= n; i++) {
        split(order[i], part, "\t")
        if (!(part[1] in created)) print order[i] "\t" last[order[i]] "\t" was[order[i]] "\t" before[order[i]]
      }
    }' "$state" >"$work/settings"
  [[ -s $work/settings ]] || return 0
  ask "$work/described" "$kafka_configs" --describe --entity-type topics ||
    fail "the configurations cannot be read from $BOOTSTRAP"
  awk '
    /^Dynamic configs for topic / { topic = $5; next }
    /^  / {
      setting = substr($0, 3)
      end = index(setting, " sensitive=")
      if (end) print topic "\t" substr(setting, 1, end - 1)
    }' "$work/described" >"$work/configs"
  local name key set_by_apply was before
  while IFS=$'\t' read -r -u 3 name key set_by_apply was before; do
    if ! grep -Fxq -- "$name"$'\t'"$key=$set_by_apply" "$work/configs"; then
      say "Left alone: $key on topic $name is no longer what apply.sh set"
    elif [[ $was == set ]]; then
      announce "Set on topic $name: $key=$before, as it was" || continue
      # The tool takes a value with commas in brackets.
      if [[ $before == *,* ]]; then before="[$before]"; fi
      change "$kafka_configs" --alter --entity-type topics --entity-name "$name" --add-config "$key=$before"
    else
      announce "Take $key from topic $name, where it was not set" || continue
      change "$kafka_configs" --alter --entity-type topics --entity-name "$name" --delete-config "$key"
    fi
  done 3<"$work/settings"
}

# Topics that apply.sh created and that are still there, one a line.
created_topics() {
  ask "$work/there" "$kafka_topics" --list || fail "the topics cannot be read from $BOOTSTRAP"
  awk -F '\t' 'NR == FNR { there[$1] = 1; next } $1 == "topic" && $2 in there && !seen[$2]++ { print $2 }' \
    "$work/there" "$state" >"$work/created"
}

# The tool takes a pattern, so one call deletes many; a dot in a name must not stand for any character.
delete_topics() {
  local name pattern='' batched=0
  while read -r -u 3 name; do
    announce "Delete topic $name, which apply.sh created" || continue
    pattern+="${pattern:+|}${name//./\\.}"
    batched=$((batched + 1))
    if ((batched == 100)); then
      change "$kafka_topics" --delete --topic "$pattern"
      pattern='' batched=0
    fi
  done 3<"$work/created"
  if [[ -n $pattern ]]; then change "$kafka_topics" --delete --topic "$pattern"; fi
}

dry_run=no confirmed=no
for argument in "$@"; do
  case $argument in
    --dry-run) dry_run=yes ;;
    --yes) confirmed=yes ;;
    --help | -h)
      awk 'NR > 1 && !/^#/ { exit } NR > 1 { sub(/^# ?/, ""); print }' "$0"
      exit 0
      ;;
    *) fail "$argument is no option; --help lists them" ;;
  esac
done
[[ -n ${BOOTSTRAP:-} ]] || fail "BOOTSTRAP is not set: give the same addresses as for apply.sh"
state=${STATE:-./eventscape-state}
if [[ ! -e $state ]]; then
  say "Nothing to take back: there is no $state. Where apply.sh wrote to another file, set STATE to it"
  exit 0
fi
grep -Fxq -- $'cluster\t'"$BOOTSTRAP" "$state" ||
  fail "$state was written for another cluster: $(awk -F '\t' '$1 == "cluster" { print $2 }' "$state")"

kafka_topics=$(tool kafka-topics)
kafka_configs=$(tool kafka-configs)
kafka_acls=$(tool kafka-acls)
connection=(--bootstrap-server "$BOOTSTRAP")
if [[ -n ${COMMAND_CONFIG:-} ]]; then connection+=(--command-config "$COMMAND_CONFIG"); fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
changes=0

say "Looking at $BOOTSTRAP"
created_topics
if [[ -s $work/created && $dry_run == no && $confirmed == no ]]; then
  say "These topics were created by apply.sh and would be deleted, with all records in them:"
  sed 's/^/  /' "$work/created"
  fail "nothing was changed; run it again with --yes if that is meant"
fi

remove_rules
restore_configs
awk -F '\t' -v created="$work/created" '
  BEGIN { while ((getline name <created) > 0) gone[name] = 1 }
  $1 == "partitions" && !($2 in gone) { print "Stays: topic " $2 " keeps its " $4 " partitions (" $3 " before), because Kafka cannot take any away" }' "$state"
delete_topics

if [[ $dry_run == yes ]]; then
  say "Dry run: nothing was changed; changes to take back: $changes"
else
  rm -f "$state"
  say "Done; changes taken back: $changes"
fi
