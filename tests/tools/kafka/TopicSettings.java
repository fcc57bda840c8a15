// What Apache Kafka's own classes say of the settings of topics, and what they refuse. With `java -cp 'lib/*'
// TopicSettings.java table` it prints one line for each setting, key of a broker, and topic of Kafka's own. With `judge` it
// answers each line of its input, a configuration as `key=value` fields with tabs between them, with `taken` or the reason of
// the refusal. Classes moved between versions, so all of them are found by name.

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

public class TopicSettings {
    private static final Pattern OR_WORD = Pattern.compile("\\[(-?\\d+),\\.\\.\\.,(-?\\d+)\\] or (-?\\d+)");
    private static final String LOG_CONFIG = "org.apache.kafka.storage.internals.log.LogConfig";

    // Settings that are right by themselves, and that a version may refuse together: a name, then keys and values.
    private static final String[][] CROSSINGS = {
        {"compaction-lag", "min.compaction.lag.ms", "10", "max.compaction.lag.ms", "5"},
        {"remote-compacted", "remote.storage.enable", "true", "cleanup.policy", "compact"},
        {"remote-not-cleaned", "remote.storage.enable", "true", "cleanup.policy", ""},
        {"local-above-ms", "remote.storage.enable", "true", "local.retention.ms", "10", "retention.ms", "5"},
        {"local-above-bytes", "remote.storage.enable", "true", "local.retention.bytes", "10", "retention.bytes", "5"},
        {"copy-disabled-ms", "remote.storage.enable", "true", "remote.log.copy.disable", "true", "local.retention.ms", "4",
            "retention.ms", "5"},
        {"copy-disabled-bytes", "remote.storage.enable", "true", "remote.log.copy.disable", "true",
            "local.retention.bytes", "4", "retention.bytes", "5"},
    };

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("table")) {
            table().forEach(System.out::println);
        } else {
            judge();
        }
    }

    private static List<String> table() throws Exception {
        List<String> lines = new ArrayList<>();
        Map<String, ConfigDef.ConfigKey> settings = settings();
        new TreeMap<>(settings).forEach((name, key) -> lines.add(String.join("\t",
            "setting", name, key.type.name().toLowerCase(), text(key.defaultValue), values(key.validator))));
        Map<String, List<?>> synonyms = synonyms();
        Collection<String> brokerKeys = brokerKeys();
        for (String name : new TreeSet<>(brokerKeys)) {
            if (!settings.containsKey(name)) {
                lines.add(String.join("\t", "broker", name, counterpart(name, synonyms)));
            }
        }
        Set<String> clientKeys = new TreeSet<>(ProducerConfig.configNames());
        clientKeys.addAll(ConsumerConfig.configNames());
        for (String name : clientKeys) {
            if (!settings.containsKey(name) && !brokerKeys.contains(name)) {
                lines.add("client\t" + name);
            }
        }
        for (String[] crossing : CROSSINGS) {
            Map<String, String> config = new HashMap<>();
            for (int at = 1; at < crossing.length; at += 2) {
                config.put(crossing[at], crossing[at + 1]);
            }
            if (settings.keySet().containsAll(config.keySet()) && refusal(config) != null) {
                lines.add("crossing\t" + crossing[0]);
            }
        }
        for (String name : ownTopics()) {
            lines.add("topic\t" + name);
        }
        return lines;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, ConfigDef.ConfigKey> settings() throws Exception {
        return ((ConfigDef) Class.forName(LOG_CONFIG).getMethod("configDefCopy").invoke(null)).configKeys();
    }

    private static String text(Object value) {
        if (value instanceof Collection<?> list) {
            return list.stream().map(Object::toString).collect(Collectors.joining(","));
        }
        return value == null ? "-" : value.toString();
    }

    // What a validator takes: `LEAST..MOST` and perhaps `or NUMBER`; words with | between them after `one`, `some` (of a list)
    // or `any` (of a list that may be empty); `replicas` that are throttled; a `version` of the message format.
    private static String values(ConfigDef.Validator validator) {
        if (validator == null) {
            return "-";
        }
        try {
            if (validator instanceof ConfigDef.Range) {
                return end(field(validator, "min")) + ".." + end(field(validator, "max"));
            }
            if (validator instanceof ConfigDef.ValidString) {
                return "one " + words(validator);
            }
            if (validator instanceof ConfigDef.ValidList) {
                String how = takes(validator, List.of()) ? "any " : "some ";
                return how + words(field(validator, "validString"));
            }
        } catch (ReflectiveOperationException error) {
            throw new IllegalStateException(error);
        }
        String saying = validator.toString();
        Matcher orWord = OR_WORD.matcher(saying);
        if (orWord.matches()) {
            return orWord.group(1) + ".." + orWord.group(2) + " or " + orWord.group(3);
        }
        switch (validator.getClass().getSimpleName()) {
            case "ThrottledReplicaListValidator":
                return "replicas";
            case "MetadataVersionValidator":
                return "version " + saying.substring(1, saying.length() - 1).replace(", ", "|");
            default:
                throw new IllegalStateException("unknown validator " + validator.getClass() + ": " + saying);
        }
    }

    private static String end(Object number) {
        return number == null ? "" : number.toString();
    }

    private static String words(Object validString) throws ReflectiveOperationException {
        return String.join("|", ((List<?>) field(validString, "validStrings")).stream().map(Object::toString).toList());
    }

    private static Object field(Object of, String name) throws ReflectiveOperationException {
        Field field = of.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }

    private static boolean takes(ConfigDef.Validator validator, Object value) {
        try {
            validator.ensureValid("setting", value);
            return true;
        } catch (ConfigException error) {
            return false;
        }
    }

    private static Collection<String> brokerKeys() throws Exception {
        Class<?> scala = Class.forName("kafka.server.KafkaConfig$");
        Object module = scala.getField("MODULE$").get(null);
        for (Method method : scala.getMethods()) {
            if (method.getName().equals("configDef") && method.getParameterCount() == 0) {
                return ((ConfigDef) method.invoke(module)).names();
            }
        }
        return ((ConfigDef) Class.forName("org.apache.kafka.server.config.AbstractKafkaConfig").getField("CONFIG_DEF")
            .get(null)).names();
    }

    // The names that brokers give to the settings of topics, by topic key, each with a conversion.
    @SuppressWarnings("unchecked")
    private static Map<String, List<?>> synonyms() throws Exception {
        return (Map<String, List<?>>) Class.forName("org.apache.kafka.server.config.ServerTopicConfigSynonyms")
            .getField("ALL_TOPIC_CONFIG_SYNONYMS").get(null);
    }

    // The setting of a topic that a broker's key is the default of, and by how much its number is to be multiplied.
    private static String counterpart(String broker, Map<String, List<?>> synonyms) throws Exception {
        for (Map.Entry<String, List<?>> entry : new TreeMap<>(synonyms).entrySet()) {
            for (Object synonym : entry.getValue()) {
                if (synonym.getClass().getMethod("name").invoke(synonym).equals(broker)) {
                    return entry.getKey() + "\t" + factor(synonym);
                }
            }
        }
        return "-\t-";
    }

    @SuppressWarnings("unchecked")
    private static String factor(Object synonym) throws Exception {
        Function<String, String> convert =
            (Function<String, String>) synonym.getClass().getMethod("converter").invoke(synonym);
        try {
            return convert.apply("1");
        } catch (RuntimeException error) {
            return "1";
        }
    }

    private static List<String> ownTopics() throws Exception {
        List<String> names = new ArrayList<>();
        for (Field field : Class.forName("org.apache.kafka.common.internals.Topic").getFields()) {
            if (field.getName().endsWith("_TOPIC_NAME")) {
                names.add((String) field.get(null));
            }
        }
        names.sort(null);
        return names;
    }

    private static void judge() throws Exception {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            Map<String, String> config = new HashMap<>();
            for (String pair : line.split("\t")) {
                int end = pair.indexOf('=');
                config.put(pair.substring(0, end), pair.substring(end + 1));
            }
            String reason = refusal(config);
            System.out.println(reason == null ? "taken" : "refused " + reason.replaceAll("\\s+", " "));
        }
    }

    private static boolean hasLongerValidation() throws Exception {
        return Arrays.stream(Class.forName(LOG_CONFIG).getMethods())
            .anyMatch(it -> it.getName().equals("validate") && it.getParameterCount() > 1);
    }

    // Tiered storage may be on in the cluster: what only a cluster without it refuses is no fault of the configuration.
    private static String refusal(Map<String, String> config) throws Exception {
        Map<String, Object> defaults = new HashMap<>();
        settings().forEach((name, key) -> defaults.put(name, key.defaultValue));
        Properties properties = new Properties();
        properties.putAll(config);
        for (Method method : Class.forName(LOG_CONFIG).getMethods()) {
            if (!method.getName().equals("validate")) {
                continue;
            }
            Class<?>[] types = method.getParameterTypes();
            Object[] values;
            if (types.length == 4 && types[0] == Map.class && types[1] == Map.class) {
                values = new Object[] {new HashMap<String, String>(), config, defaults, true};
            } else if (types.length == 4 && types[0] == Map.class) {
                values = new Object[] {new HashMap<String, String>(), properties, defaults, true};
            } else if (types.length == 5) {
                // Where ZooKeeper and KRaft were both there; the last value says that it is not ZooKeeper.
                values = new Object[] {new HashMap<String, String>(), properties, defaults, true, false};
            } else if (types.length == 3) {
                values = new Object[] {properties, defaults, true};
            } else if (types.length == 1 && !hasLongerValidation()) {
                values = new Object[] {properties};
            } else {
                continue;
            }
            try {
                method.invoke(null, values);
                return null;
            } catch (InvocationTargetException error) {
                return String.valueOf(error.getCause().getMessage());
            }
        }
        throw new IllegalStateException("no validation of topic settings is known in this version");
    }
}
