import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Prepare BROKERS topic NAME PARTITIONS | allow USER TOPIC | write TOPIC PARTITION RECORDS. */
public class Prepare {
    public static void main(String[] words) throws Exception {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", words[0]);
        if (words[1].equals("write")) {
            String bytes = "org.apache.kafka.common.serialization.ByteArraySerializer";
            properties.put("key.serializer", bytes);
            properties.put("value.serializer", bytes);
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties)) {
                for (int i = 0; i < Integer.parseInt(words[4]); i++)
                    producer.send(new ProducerRecord<>(words[2], Integer.parseInt(words[3]), null, new byte[] {1}));
            }
            return;
        }
        try (Admin admin = Admin.create(properties)) {
            if (words[1].equals("topic"))
                admin.createTopics(List.of(new NewTopic(words[2], Integer.parseInt(words[3]), (short) 1))).all().get();
            for (AclOperation operation : List.of(AclOperation.READ, AclOperation.DESCRIBE))
                if (words[1].equals("allow"))
                    admin.createAcls(List.of(new AclBinding(
                        new ResourcePattern(ResourceType.TOPIC, words[3], PatternType.LITERAL),
                        new AccessControlEntry("User:" + words[2], "*", operation, AclPermissionType.ALLOW)))).all().get();
        }
    }
}
