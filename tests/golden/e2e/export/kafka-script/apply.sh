#!/usr/bin/env bash
# Creates the topics, the configurations and the access rules of a design on a Kafka cluster.
# Written by Eventscape from the design "E-commerce platform", environment prod
# Design sha256:7535725d49febdf97c8fe3737ba1f5822cc81eb9fd45545491482ac4c6a89b64
#
#   BOOTSTRAP=broker-1:9092 ./apply.sh [--dry-run] [--without-acls]
#
# BOOTSTRAP        addresses of the first brokers, in the design b-1.ecommerce-events.kafka.shop.example:9098,b-2.ecommerce-events.kafka.shop.example:9098,b-3.ecommerce-events.kafka.shop.example:9098
# COMMAND_CONFIG   a file with connection properties, as Kafka's tools take it with --command-config; optional
# STATE            where to write down what was changed, for rollback.sh; ./eventscape-state by default
# --dry-run        says what would be changed and changes nothing
# --without-acls   leaves access rules alone, for clusters that have no authorizer
#
# Kafka's own tools must be on the PATH. Run it as often as you like: what is already right is left alone.
# It ends with 0 when the cluster is as the design says, with 1 when something failed or cannot be done.
set -euo pipefail

# ---- What the design asks for ---------------------------------------------------------------------------------------

# topic NAME PARTITIONS COPIES SETTING…
# allow PRINCIPAL OPERATIONS RESOURCE…
design() {
  topic customer-events 10 3 cleanup.policy=delete min.insync.replicas=2 retention.ms=604800000
  topic customer-events-dlt 3 3 cleanup.policy=delete max.message.bytes=2097152 min.insync.replicas=2 retention.ms=1209600000
  topic inventory-events 10 3 cleanup.policy=delete min.insync.replicas=2 retention.ms=604800000
  topic inventory-events-dlt 3 3 cleanup.policy=delete max.message.bytes=2097152 min.insync.replicas=2 retention.ms=1209600000
  topic notification-events 5 3 cleanup.policy=delete min.insync.replicas=2 retention.ms=604800000
  topic order-audit-events 6 3 min.insync.replicas=2 retention.ms=604800000
  topic order-events 20 3 cleanup.policy=delete min.insync.replicas=2 retention.ms=604800000
  topic order-events-dlt 5 3 cleanup.policy=delete max.message.bytes=2097152 min.insync.replicas=2 retention.ms=1209600000
  topic order-events-inventory-retry 5 3 cleanup.policy=delete max.message.bytes=2097152 min.insync.replicas=2 retention.ms=604800000
  topic order-events-notification-retry 5 3 cleanup.policy=delete max.message.bytes=2097152 min.insync.replicas=2 retention.ms=604800000
  topic payment-events 15 3 cleanup.policy=delete message.timestamp.type=LogAppendTime min.insync.replicas=2 retention.ms=2592000000
  topic payment-events-billing-retry 3 3 cleanup.policy=delete max.message.bytes=2097152 min.insync.replicas=2 retention.ms=2592000000
  topic payment-events-dlt 3 3 cleanup.policy=delete max.message.bytes=2097152 min.insync.replicas=2 retention.ms=2592000000
  topic product-events 10 3 cleanup.policy=delete min.insync.replicas=2 retention.ms=604800000
  topic product-events-dlt 3 3 cleanup.policy=delete max.message.bytes=2097152 min.insync.replicas=2 retention.ms=1209600000

  allow User:cart-service 'Describe Read' topic:order-events topic:product-events
  allow User:cart-service 'Describe Write' topic:customer-events topic:order-events-dlt
  allow User:cart-service Read group:cart-service-group
  allow User:catalog-api 'Describe Read' topic:inventory-events
  allow User:catalog-api 'Describe Read Write' topic:product-events
  allow User:catalog-api Read group:catalog-api-group
  allow User:customer-api 'Describe Read' topic:notification-events
  allow User:customer-api 'Describe Write' topic:customer-events
  allow User:customer-api Read group:customer-api-group
  allow User:data-lake-sink 'Describe Read' topic:customer-events topic:inventory-events topic:notification-events topic:order-events topic:payment-events topic:product-events
  allow User:data-lake-sink Read group:connect-data-lake-sink
  allow User:dead-letter-desk 'Describe Read' topic:customer-events-dlt topic:inventory-events-dlt topic:order-events-dlt topic:payment-events-dlt
  allow User:dead-letter-desk Read group:dead-letter-desk-group
  allow User:erp-billing-adapter 'Describe Read' topic:order-events topic:payment-events
  allow User:erp-billing-adapter 'Describe Read Write' topic:payment-events-billing-retry
  allow User:erp-billing-adapter 'Describe Write' topic:order-events-dlt topic:payment-events-dlt
  allow User:erp-billing-adapter Read group:legacy-billing-group group:legacy-billing-retry-group
  allow User:fraud-scorer 'Describe Read' topic:customer-events topic:order-events
  allow User:fraud-scorer 'Describe Write' topic:customer-events-dlt topic:order-events-dlt topic:payment-events
  allow User:fraud-scorer Read group:fraud-scorer-group
  allow User:inventory-service 'Describe Read' topic:order-events
  allow User:inventory-service 'Describe Read Write' topic:order-events-inventory-retry
  allow User:inventory-service 'Describe Write' topic:inventory-events topic:order-events-dlt
  allow User:inventory-service Read group:inventory-service-group group:inventory-service-retry-group
  allow User:loyalty-worker 'Describe Read' topic:order-events
  allow User:loyalty-worker 'Describe Write' topic:customer-events topic:order-events-dlt
  allow User:loyalty-worker Read group:loyalty-worker-group
  allow User:notifier 'Describe Read' topic:customer-events topic:order-events topic:payment-events
  allow User:notifier 'Describe Read Write' topic:order-events-notification-retry
  allow User:notifier 'Describe Write' topic:customer-events-dlt topic:notification-events topic:order-events-dlt topic:payment-events-dlt
  allow User:notifier Read group:notifier-group group:notifier-retry-group
  allow User:order-api 'Describe Write' topic:order-audit-events topic:order-events
  allow User:order-projector 'Describe Read' topic:order-events
  allow User:order-projector 'Describe Write' topic:order-events-dlt
  allow User:order-projector Read group:order-projector-group
  allow User:order-saga 'Describe Read' topic:inventory-events topic:payment-events
  allow User:order-saga 'Describe Write' topic:inventory-events-dlt topic:order-events topic:payment-events-dlt
  allow User:order-saga Read group:order-saga-group
  allow User:payment-service 'Describe Read' topic:order-events
  allow User:payment-service 'Describe Read Write' topic:payment-events
  allow User:payment-service 'Describe Write' topic:order-events-dlt topic:payment-events-dlt
  allow User:payment-service Read group:payment-service-group
  allow User:pricing-engine 'Describe Read' topic:inventory-events
  allow User:pricing-engine 'Describe Read Write' topic:product-events
  allow User:pricing-engine Read group:pricing-engine-group
  allow User:promotion-service 'Describe Read' topic:customer-events
  allow User:promotion-service 'Describe Read Write' topic:product-events
  allow User:promotion-service 'Describe Write' topic:customer-events-dlt
  allow User:promotion-service Read group:promotion-service-group
  allow User:review-service 'Describe Read' topic:order-events
  allow User:review-service 'Describe Write' topic:order-events-dlt topic:product-events
  allow User:review-service Read group:review-service-group
  allow User:seller-portal 'Describe Read' topic:order-events topic:payment-events
  allow User:seller-portal 'Describe Write' topic:order-events-dlt topic:payment-events-dlt topic:product-events
  allow User:seller-portal Read group:seller-portal-group
  allow User:shipment-tracker 'Describe Read Write' topic:order-events
  allow User:shipment-tracker 'Describe Write' topic:order-events-dlt
  allow User:shipment-tracker Read group:shipment-tracker-group
  allow User:stock-ledger 'Describe Read' topic:product-events
  allow User:stock-ledger 'Describe Write' topic:inventory-events
  allow User:stock-ledger Read group:stock-ledger-group
  allow User:trend-processor 'Describe Read' topic:customer-events topic:order-events
  allow User:trend-processor 'Describe Write' topic:product-events transactional-id:trend-processor
  allow User:trend-processor Read group:trend-processor
}

# ---- How it is done -------------------------------------------------------------------------------------------------

say() { printf '%s\n' "$*"; }

fail() {
  printf 'apply.sh: %s\n' "$*" >&2
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
    if [[ -e $state ]]; then
      fail "this failed: $*. What was changed before is written in $state, and rollback.sh takes it back"
    fi
    fail "this failed: $*. Nothing was changed"
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

# Writes down one change, fields apart by tabs.
remember() {
  local IFS=$'\t'
  if [[ ! -e $state ]]; then
    printf 'cluster\t%s\n' "$BOOTSTRAP" >"$state"
  fi
  printf '%s\n' "$*" >>"$state"
}

look_at_cluster() {
  ask "$work/described" "$kafka_topics" --describe || fail "the topics cannot be read from $BOOTSTRAP"
  # Topic, partitions, copies.
  awk -F '\t' '
    /^Topic: / {
      partitions = copies = ""
      for (i = 2; i <= NF; i++) {
        if ($i ~ /^PartitionCount: */) { partitions = $i; sub(/^PartitionCount: */, "", partitions) }
        if ($i ~ /^ReplicationFactor: */) { copies = $i; sub(/^ReplicationFactor: */, "", copies) }
      }
      name = $1
      sub(/^Topic: */, "", name)
      print name "\t" partitions + 0 "\t" copies + 0
    }' "$work/described" >"$work/topics"

  ask "$work/described" "$kafka_configs" --describe --entity-type topics ||
    fail "the configurations cannot be read from $BOOTSTRAP"
  # Topic, key=value; only what was set for the topic itself.
  awk '
    /^Dynamic configs for topic / { topic = $5; next }
    /^  / {
      setting = substr($0, 3)
      end = index(setting, " sensitive=")
      if (end) print topic "\t" substr(setting, 1, end - 1)
    }' "$work/described" >"$work/configs"

  [[ $with_acls == yes ]] || return 0
  ask "$work/described" "$kafka_acls" --list ||
    fail "the access rules cannot be read; on a cluster without authorizer, use --without-acls"
  # Resource type, name, pattern, principal, host, operation, permission.
  awk '
    /^Current ACLs for resource / {
      resource = $0
      sub(/^.*ResourcePattern\(resourceType=/, "", resource)
      sub(/\)`.*$/, "", resource)
      pattern = resource
      sub(/^.*, patternType=/, "", pattern)
      type = resource
      sub(/, name=.*$/, "", type)
      name = substr(resource, length(type ", name=") + 1)
      name = substr(name, 1, length(name) - length(", patternType=" pattern))
      next
    }
    /\(principal=.*, permissionType=/ {
      rule = $0
      sub(/^[ \t]*\(principal=/, "", rule)
      sub(/\)[ \t]*$/, "", rule)
      permission = operation = host = principal = rule
      sub(/^.*, permissionType=/, "", permission)
      sub(/, permissionType=.*$/, "", operation)
      sub(/^.*, operation=/, "", operation)
      sub(/, operation=[A-Z_]*, permissionType=[A-Z]*$/, "", host)
      principal = host
      sub(/^.*, host=/, "", host)
      principal = substr(principal, 1, length(principal) - length(", host=" host))
      print type "\t" name "\t" pattern "\t" principal "\t" host "\t" operation "\t" permission
    }' "$work/described" >"$work/acls"
}

# topic NAME PARTITIONS COPIES SETTING…
topic() {
  topics=$((topics + 1))
  local there partitions copies
  there=$(awk -F '\t' -v name="$1" '$1 == name { print $2 "\t" $3 }' "$work/topics")
  IFS=$'\t' read -r partitions copies <<<"$there" || true
  case $phase in
    check) check_topic "$1" "$2" "$3" "${partitions:-}" "${copies:-}" ;;
    apply) if [[ -n $there ]]; then adjust_topic "$partitions" "$@"; else create_topic "$@"; fi ;;
  esac
}

# What cannot be done is found before anything is changed.
check_topic() {
  local name=$1 partitions=$2 copies=$3 partitions_there=$4 copies_there=$5 other
  if [[ -z $partitions_there ]]; then
    other=$(awk -F '\t' -v name="$name" 'BEGIN { gsub(/\./, "_", name) } { it = $1; gsub(/\./, "_", it) } it == name { print $1; exit }' "$work/topics")
    if [[ -n $other ]]; then
      obstacles+=("topic $name cannot be created beside topic $other: Kafka takes . and _ in their names for the same")
    fi
    return 0
  fi
  if ((partitions_there > partitions)); then
    obstacles+=("topic $name has $partitions_there partitions and the design asks for $partitions: Kafka cannot take partitions away")
  fi
  if ((copies_there != copies)); then
    obstacles+=("topic $name is kept in $copies_there copies and the design asks for $copies: use kafka-reassign-partitions.sh first")
  fi
}

create_topic() {
  local name=$1 partitions=$2 copies=$3 setting settings=()
  shift 3
  for setting in "$@"; do settings+=(--config "$setting"); done
  announce "Create topic $name (partitions: $partitions, copies: $copies${*:+, $*})" || return 0
  change "$kafka_topics" --create --topic "$name" --partitions "$partitions" --replication-factor "$copies" \
    ${settings[@]+"${settings[@]}"}
  remember topic "$name"
}

adjust_topic() {
  local partitions_there=$1 name=$2 partitions=$3 setting key value there wanted='' lines=() line
  shift 4
  if ((partitions_there < partitions)) &&
    announce "Raise topic $name from $partitions_there to $partitions partitions; a key may move to another partition"; then
    change "$kafka_topics" --alter --topic "${name//./\\.}" --partitions "$partitions"
    remember partitions "$name" "$partitions_there" "$partitions"
  fi
  for setting in "$@"; do
    grep -Fxq -- "$name"$'\t'"$setting" "$work/configs" && continue
    key=${setting%%=*} value=${setting#*=}
    there=$(awk -F '\t' -v start="$name"$'\t'"$key=" 'index($0, start) == 1 { print "set\t" substr($0, length(start) + 1) }' "$work/configs")
    lines+=("$name"$'\t'"$key"$'\t'"$value"$'\t'"${there:-unset}")
    # The tool takes a value with commas in brackets.
    if [[ $value == *,* ]]; then value="[$value]"; fi
    wanted+="${wanted:+,}$key=$value"
  done
  [[ -n $wanted ]] || return 0
  announce "Set on topic $name: $wanted" || return 0
  change "$kafka_configs" --alter --entity-type topics --entity-name "$name" --add-config "$wanted"
  for line in "${lines[@]}"; do remember config "$line"; done
}

# allow PRINCIPAL OPERATIONS RESOURCE…
allow() {
  [[ $phase == apply && $with_acls == yes ]] || return 0
  local principal=$1 operations=$2 resource operation lacking missing=() all=yes
  shift 2
  for resource in "$@"; do
    lacking=''
    for operation in $operations; do
      rules=$((rules + 1))
      if is_allowed "$principal" "$operation" "$resource"; then all=no; else lacking+="${lacking:+ }$operation"; fi
    done
    if [[ -n $lacking ]]; then missing+=("$lacking"$'\t'"$resource"); fi
  done
  ((${#missing[@]} > 0)) || return 0
  if [[ $all == yes ]]; then
    add_rules "$principal" "$operations" "$@"
    return 0
  fi
  for resource in "${missing[@]}"; do
    add_rules "$principal" "${resource%%$'\t'*}" "${resource#*$'\t'}"
  done
}

is_allowed() {
  local principal=$1 operation=$2 resource=$3 kind
  case $resource in
    topic:*) kind=TOPIC ;;
    group:*) kind=GROUP ;;
    *) kind=TRANSACTIONAL_ID ;;
  esac
  case $operation in
    Read) operation=READ ;;
    Write) operation=WRITE ;;
    *) operation=DESCRIBE ;;
  esac
  grep -Fxq -- "$kind"$'\t'"${resource#*:}"$'\t'LITERAL$'\t'"$principal"$'\t*\t'"$operation"$'\t'ALLOW "$work/acls"
}

add_rules() {
  local principal=$1 operations=$2 resource operation arguments=()
  shift 2
  for operation in $operations; do arguments+=(--operation "$operation"); done
  for resource in "$@"; do arguments+=("--${resource%%:*}" "${resource#*:}"); done
  announce "Allow $principal $operations on $*" || return 0
  change "$kafka_acls" --add --force --allow-principal "$principal" --resource-pattern-type literal "${arguments[@]}"
  remember acl "$principal" "$operations" "$@"
}

# ---- From here it runs ----------------------------------------------------------------------------------------------

dry_run=no with_acls=yes
for argument in "$@"; do
  case $argument in
    --dry-run) dry_run=yes ;;
    --without-acls) with_acls=no ;;
    --help | -h)
      awk 'NR > 1 && !/^#/ { exit } NR > 1 { sub(/^# ?/, ""); print }' "$0"
      exit 0
      ;;
    *) fail "$argument is no option; --help lists them" ;;
  esac
done
[[ -n ${BOOTSTRAP:-} ]] || fail "BOOTSTRAP is not set: give the addresses of the first brokers, for example BOOTSTRAP=broker-1:9092 ./apply.sh"

kafka_topics=$(tool kafka-topics)
kafka_configs=$(tool kafka-configs)
kafka_acls=$(tool kafka-acls)
connection=(--bootstrap-server "$BOOTSTRAP")
if [[ -n ${COMMAND_CONFIG:-} ]]; then connection+=(--command-config "$COMMAND_CONFIG"); fi
state=${STATE:-./eventscape-state}
if [[ -e $state ]] && ! grep -Fxq -- $'cluster\t'"$BOOTSTRAP" "$state"; then
  fail "$state is about another cluster: set STATE to another file"
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
changes=0 topics=0 rules=0 obstacles=()

say "Looking at $BOOTSTRAP"
look_at_cluster

phase=check
design
if ((${#obstacles[@]} > 0)); then
  for obstacle in "${obstacles[@]}"; do say "Cannot be done: $obstacle"; done
  fail "nothing was changed"
fi

topics=0
phase=apply
design

if [[ $dry_run == yes ]]; then
  say "Dry run: nothing was changed; changes to make: $changes"
elif ((changes == 0)); then
  say "Nothing to change: topics as designed: $topics, access rules as designed: $rules"
else
  say "Done; changes made: $changes. They are written down in $state, and rollback.sh takes them back"
fi
