import java.time.Duration;
import java.util.Collection;
import java.util.Properties;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * A member of a group, as services have them: Reader BROKERS TOPIC GROUP PROTOCOL CLIENT [NAME=VALUE...]. Says "has 0 1"
 * whenever what it reads has changed; leaves when its standard input ends.
 */
public class Reader {
    public static void main(String[] words) throws Exception {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", words[0]);
        properties.put("group.id", words[2]);
        properties.put("group.protocol", words[3]);
        properties.put("client.id", words[4]);
        properties.put("auto.offset.reset", "earliest");
        properties.put("auto.commit.interval.ms", "500");
        String bytes = "org.apache.kafka.common.serialization.ByteArrayDeserializer";
        properties.put("key.deserializer", bytes);
        properties.put("value.deserializer", bytes);
        for (int i = 5; i < words.length; i++) {
            String[] pair = words[i].split("=", 2);
            properties.put(pair[0], pair[1]);
        }
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties);
        consumer.subscribe(java.util.List.of(words[1]));
        String said = "";
        while (System.in.available() >= 0 && !atEnd()) {
            consumer.poll(Duration.ofMillis(50));
            TreeSet<Integer> partitions = new TreeSet<>();
            for (TopicPartition partition : consumer.assignment())
                partitions.add(partition.partition());
            String now = "has" + partitions.toString().replaceAll("[\\[\\],]", " ").replaceAll(" +", " ");
            if (!now.equals(said))
                System.out.println(now.trim());
            said = now;
        }
        consumer.close();
    }

    /** A line on standard input ends it, too. */
    private static boolean atEnd() throws Exception {
        return System.in.available() > 0;
    }
}
