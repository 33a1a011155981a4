package io.github.kenpo;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code Soak CALLS} prints the KiB that the process holds after a tenth of so many calls, and after all. */
final class Soak {
    private static final int PARSED_EVERY = 1000;

    private Soak() {}

    public static void main(String[] arguments) throws Exception {
        JsonNode soak = new JsonMapper().readTree(Project.read("tests/soak.json"));
        byte[] document = Project.read(soak.get("programme").asString());
        int count = Integer.parseInt(arguments[0]);
        int refused = 0;
        try (Programme programme = Programme.parse(document)) {
            List<Callable<Object>> calls = new ArrayList<>();
            for (JsonNode call : soak.get("calls")) {
                calls.add(call(programme, call.get("operation").asString(), call.get("request").toString()));
            }
            for (int number = 1; number <= count; number++) {
                try {
                    calls.get(number % calls.size()).call();
                } catch (KenpoException e) {
                    refused++;
                }
                if (number % PARSED_EVERY == 0) {
                    Programme.parse(document).close();
                }
                if (number == count / 10) {
                    System.out.print(resident() + " ");
                }
            }
            System.out.println(resident());
            System.exit(refused == count / calls.size() ? 0 : 1);
        }
    }

    private static Callable<Object> call(Programme programme, String operation, String text) {
        Method method = VectorRunner.method(operation, true);
        try {
            Object request = Json.decode(text.getBytes(StandardCharsets.UTF_8), method.getParameterTypes()[0]);
            return () -> {
                try {
                    return method.invoke(programme, request);
                } catch (InvocationTargetException e) {
                    throw (Exception) e.getCause();
                }
            };
        } catch (IllegalArgumentException e) {
            return () -> Kenpo.answer(operation, text);
        }
    }

    static long resident() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
