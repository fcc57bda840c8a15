// What a cluster holds, as an admin client sees it. `java -cp 'lib/*' ReadBack.java BOOTSTRAP BROKERS` waits until so many
// brokers answer and says "ready"; then it answers each line of its input with the cluster's state, as JSON in one line and
// in a fixed order. It ends with its input.

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;

public class ReadBack {
    public static void main(String[] arguments) throws Exception {
        Properties properties = new Properties();
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, arguments[0]);
        try (Admin admin = Admin.create(properties)) {
            await(admin, Integer.parseInt(arguments[1]));
            System.out.println("ready");
            BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            while (input.readLine() != null) {
                System.out.println(settled(admin));
            }
        }
    }

    // Each broker learns of a change a moment after the controller: a topic that one still lists is already gone for
    // another. Two readings in a row that agree are the state.
    private static String settled(Admin admin) throws Exception {
        long end = System.currentTimeMillis() + 60_000;
        String before = null;
        Exception last = null;
        while (System.currentTimeMillis() < end) {
            try {
                String now = state(admin);
                if (now.equals(before)) {
                    return now;
                }
                before = now;
            } catch (ExecutionException error) {
                if (!(error.getCause() instanceof RetriableException)) {
                    throw error;
                }
                before = null;
                last = error;
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException("the cluster does not come to rest within a minute", last);
    }

    private static String state(Admin admin) throws Exception {
        Map<String, Object> state = new TreeMap<>();
        state.put("topics", topics(admin));
        state.put("rules", rules(admin));
        return new ObjectMapper().writeValueAsString(state);
    }

    private static void await(Admin admin, int brokers) throws Exception {
        long end = System.currentTimeMillis() + 60_000;
        Exception last = null;
        while (System.currentTimeMillis() < end) {
            try {
                if (admin.describeCluster().nodes().get().size() == brokers) {
                    admin.describeAcls(AclBindingFilter.ANY).values().get();
                    return;
                }
            } catch (Exception error) {
                last = error;
            }
            Thread.sleep(200);
        }
        throw new IllegalStateException("no " + brokers + " brokers within a minute", last);
    }

    private static Map<String, Object> topics(Admin admin) throws Exception {
        Set<String> names = admin.listTopics().names().get();
        List<ConfigResource> resources = new ArrayList<>();
        for (String name : names) {
            resources.add(new ConfigResource(ConfigResource.Type.TOPIC, name));
        }
        Map<ConfigResource, Config> configs = admin.describeConfigs(resources).all().get();
        Map<String, Object> topics = new TreeMap<>();
        for (TopicDescription topic : admin.describeTopics(names).allTopicNames().get().values()) {
            Set<Integer> copies = new TreeSet<>();
            topic.partitions().forEach(partition -> copies.add(partition.replicas().size()));
            Map<String, String> config = new TreeMap<>();
            for (ConfigEntry entry : configs.get(new ConfigResource(ConfigResource.Type.TOPIC, topic.name())).entries()) {
                if (entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG) {
                    config.put(entry.name(), entry.value());
                }
            }
            Map<String, Object> facts = new TreeMap<>();
            facts.put("id", topic.topicId().toString());
            facts.put("partitions", topic.partitions().size());
            facts.put("replication", copies);
            facts.put("config", config);
            topics.put(topic.name(), facts);
        }
        return topics;
    }

    private static List<String> rules(Admin admin) throws Exception {
        List<String> rules = new ArrayList<>();
        for (AclBinding rule : admin.describeAcls(AclBindingFilter.ANY).values().get()) {
            rules.add(rule.entry().permissionType() + " " + rule.entry().principal() + " from " + rule.entry().host() + " "
                + rule.entry().operation() + " " + rule.pattern().patternType() + " " + rule.pattern().resourceType() + " "
                + rule.pattern().name());
        }
        Collections.sort(rules);
        return rules;
    }
}
