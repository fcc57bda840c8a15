// Java's checker, measured on request. `java -cp 'lib/*' Bench.java FOLDER` reads lines `WHAT CASE SECONDS VERDICT` and answers
// each with the nanoseconds that one round took, or with `error` and the reason, for one when the verdict is another. WHAT is `check`, with schemas parsed before, or
// `both`, with parsing. A case is a pair of files in the folder, or `estate`: a file with twenty versions a subject, of which
// the last is checked against all others in both directions. It ends with its input.

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

public class Bench {
    private static final int VERSIONS = 20;

    private final Path folder;
    private final Map<String, List<String>> texts = new HashMap<>();
    private final Map<String, List<Schema>> schemas = new HashMap<>();

    private Bench(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        Bench bench = new Bench(Path.of(arguments[0]));
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] words = line.split(" ");
            try {
                System.out.println(bench.measure(words[0].equals("both"), words[1], Double.parseDouble(words[2]), words[3].equals("true")));
            } catch (RuntimeException | StackOverflowError error) {
                String reason = String.valueOf(error.getMessage());
                System.out.println("error " + error.getClass().getSimpleName() + " " + reason.split("\n")[0]);
            }
        }
    }

    private long measure(boolean parses, String name, double seconds, boolean compatible) throws Exception {
        List<String> lines = read(name);
        List<Schema> parsed = schemas.computeIfAbsent(name, key -> parse(lines));
        long rounds = 0;
        long begun = System.nanoTime();
        long end = begun + (long) (seconds * 1e9);
        do {
            List<Schema> these = parses ? parse(lines) : parsed;
            if ((name.equals("estate") ? estate(these) : check(these.get(0), these.get(1))) != compatible) {
                throw new IllegalStateException("says " + !compatible);
            }
            rounds++;
        } while (System.nanoTime() < end);
        return (System.nanoTime() - begun) / rounds;
    }

    private List<String> read(String name) throws Exception {
        List<String> known = texts.get(name);
        if (known == null) {
            known = Files.readAllLines(folder.resolve(name + ".jsonl"));
            texts.put(name, known);
        }
        return known;
    }

    private static List<Schema> parse(List<String> lines) {
        List<Schema> all = new ArrayList<>(lines.size());
        for (String line : lines) {
            all.add(new Schema.Parser().parse(line));
        }
        return all;
    }

    private static boolean estate(List<Schema> all) {
        for (int from = 0; from < all.size(); from += VERSIONS) {
            Schema candidate = all.get(from + VERSIONS - 1);
            for (int at = from; at < from + VERSIONS - 1; at++) {
                if (!check(candidate, all.get(at)) || !check(all.get(at), candidate)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean check(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult().getCompatibility()
            == SchemaCompatibilityType.COMPATIBLE;
    }
}
