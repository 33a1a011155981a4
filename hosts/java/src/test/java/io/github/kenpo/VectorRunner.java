package io.github.kenpo;

import io.github.kenpo.types.AccruePosting;
import io.github.kenpo.types.AccrueRequest;
import io.github.kenpo.types.CouponPosting;
import io.github.kenpo.types.CouponRequest;
import io.github.kenpo.types.DeadlinesDecision;
import io.github.kenpo.types.DeadlinesRequest;
import io.github.kenpo.types.EligibilityDecision;
import io.github.kenpo.types.EligibilityRequest;
import io.github.kenpo.types.EntryKind;
import io.github.kenpo.types.InsurerNumberDecision;
import io.github.kenpo.types.InsurerNumberRequest;
import io.github.kenpo.types.InsurerNumberVerdict;
import io.github.kenpo.types.ItemOfArrivalVerdict;
import io.github.kenpo.types.LedgerEntry;
import io.github.kenpo.types.NameDecision;
import io.github.kenpo.types.NameRequest;
import io.github.kenpo.types.Reason;
import io.github.kenpo.types.SlotsDecision;
import io.github.kenpo.types.SlotsRequest;
import io.github.kenpo.types.SubsidyDecision;
import io.github.kenpo.types.SubsidyRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The conformance vectors through the public API: decode, call, encode again, compare. */
final class VectorRunner {
    private static final Comparator<String> BYTEWISE =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    /** Unknown and repeated keys of a vector file are errors. */
    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    // Written as the contract writes.
                    .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES, JsonWriteFeature.WRITE_HEX_UPPER_CASE)
                    .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path root;
    private final PrintStream out;
    private final MessageDigest digest;
    private final Set<String> ids = new HashSet<>();
    private final Set<String> failed = new HashSet<>();
    /** The ids of the programme's rules. */
    private final List<String> rules = new ArrayList<>();

    record VectorFile(String operation, String programme, List<Case> cases) {}

    record Case(
            String id, List<String> rules, String note, JsonNode request, String request_text, JsonNode expect) {}

    private VectorRunner(Path root, PrintStream out) throws Exception {
        this.root = root;
        this.out = out;
        digest = MessageDigest.getInstance("SHA-256");
    }

    public static void main(String[] arguments) throws Exception {
        Path root = arguments.length > 0 ? Path.of(arguments[0]).toAbsolutePath() : Project.root();
        if (System.getProperty("jna.library.path") == null) {
            System.setProperty("jna.library.path", root.resolve("target/quick").toString());
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(run(root, out) == 0 ? 0 : 1);
    }

    /** Prints what fails, and the closing line; says how many cases failed. */
    static int run(Path root, PrintStream out) throws Exception {
        VectorRunner runner = new VectorRunner(root, out);
        runner.runAll();
        out.printf(
                "kenpo-vectors runner=%s abi=%d cases=%d failed=%d answers_sha256=%s%n",
                System.getProperty("kenpo.runner", "java" + Runtime.version().feature()),
                Kenpo.abi(),
                runner.ids.size(),
                runner.failed.size(),
                HexFormat.of().formatHex(runner.digest.digest()));
        return runner.failed.size();
    }

    private void runAll() throws Exception {
        Path vectors = root.resolve("tests/vectors");
        List<String> names;
        try (Stream<Path> files = Files.walk(vectors)) {
            names = files.map(file -> vectors.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> name.endsWith(".json"))
                    .sorted(BYTEWISE)
                    .toList();
        }
        for (String name : names) {
            runFile(vectors.resolve(name));
        }
    }

    private void runFile(Path path) throws IOException {
        VectorFile file = STRICT.readValue(Files.readAllBytes(path), VectorFile.class);
        Map<String, String> recorded = recorded(path);
        Map<String, String> lines = new TreeMap<>(BYTEWISE);
        byte[] document = file.programme == null ? null : Files.readAllBytes(root.resolve(file.programme));
        rules.clear();
        if (document != null) {
            STRICT.readTree(document).at("/points/rules").forEach(rule -> rules.add(rule.get("id").asString()));
        }
        try (Programme programme = document == null ? null : Programme.parse(document)) {
            for (Case one : file.cases) {
                if (!ids.add(one.id)) {
                    throw new IllegalStateException(path + ": the id stands twice: " + one.id);
                }
                if ((one.request == null) == (one.request_text == null)) {
                    throw new IllegalStateException(path + ": either request or request_text: " + one.id);
                }
                lines.put(one.id, one.id + "\t" + outcome(file.operation, programme, one));
            }
        }
        for (String id : recorded.keySet()) {
            if (!lines.containsKey(id)) {
                fail(id, recorded.get(id), "nothing");
            }
        }
        lines.forEach((id, line) -> {
            if (!line.equals(recorded.get(id))) {
                fail(id, recorded.getOrDefault(id, "nothing"), line);
            }
            digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
        });
    }

    private static Map<String, String> recorded(Path path) throws IOException {
        Path record = path.resolveSibling(path.getFileName().toString().replaceAll("json$", "tsv"));
        Map<String, String> lines = new TreeMap<>(BYTEWISE);
        if (Files.exists(record)) {
            for (String line : Files.readString(record).split("\n")) {
                lines.put(line.split("\t", 2)[0], line);
            }
        }
        return lines;
    }

    private void fail(String id, String expected, String actual) {
        failed.add(id);
        out.println(id + "\n  expected " + expected + "\n  actual   " + actual);
    }

    /** Status and bytes, as the line has them. */
    private String outcome(String operation, Programme programme, Case one) {
        try {
            byte[] request = one.request == null ? Json.utf8(one.request_text) : STRICT.writeValueAsBytes(one.request);
            Method method = one.request == null ? null : method(operation, programme != null);
            Object typed = method == null ? null : typed(request, method.getParameterTypes()[0]);
            if (typed != null) {
                return "0\t" + text(Json.encode(call(method, programme, one, typed)));
            }
            String answer = text(programme == null
                    ? Kenpo.answer(operation, request)
                    : programme.answer(operation, request));
            if (method != null) {
                fail(one.id, "a request that is of its type", "one that is not, and was answered");
            }
            return "0\t" + answer;
        } catch (KenpoException e) {
            return e.status().number() + "\t" + (e.failure() == null ? "" : text(Json.encode(e.failure())));
        } catch (RuntimeException e) {
            e.printStackTrace(out);
            return "not to be had: " + e;
        }
    }

    /** The request as this package's type; null where the type cannot hold it, such as a 30th of February. */
    private static @Nullable Object typed(byte[] request, Class<?> type) {
        try {
            return Json.decode(request, type);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The method of an operation: its name in Java's spelling, with a request of this package's types. */
    static @Nullable Method method(String operation, boolean withProgramme) {
        StringBuilder name = new StringBuilder();
        for (String word : operation.split("[._]")) {
            name.append(name.isEmpty() ? word.charAt(0) : Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
        }
        Stream<Method> methods = Arrays.stream(Kenpo.class.getMethods());
        if (withProgramme) {
            methods = Stream.concat(Arrays.stream(Programme.class.getMethods()), methods);
        }
        return methods.filter(method -> method.getName().contentEquals(name)
                        && method.getParameterCount() == 1
                        && method.getParameterTypes()[0].isRecord())
                .findFirst()
                .orElse(null);
    }

    private Answered<?> call(Method method, Programme programme, Case one, Object request) {
        byte[] text = STRICT.writeValueAsBytes(one.request);
        if (!Arrays.equals(text, Json.encode(request))) {
            fail(one.id, "request " + text(text), "request " + text(Json.encode(request)));
        }
        try {
            Answered<?> answered = (Answered<?>) method.invoke(programme, request);
            compareTwin(one.id, method.getName(), programme, request, answered.answer());
            return answered;
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asks the typed lane the same, where it reaches. */
    private void compareTwin(String id, String method, Programme programme, Object request, Object answer) {
        List<Object> expected = new ArrayList<>();
        List<Object> actual = new ArrayList<>();
        try {
            if (method.equals("insurerNumberInterchange")) {
                return; // what an interface sends has no typed call
            }
            if (request instanceof InsurerNumberRequest asked && answer instanceof InsurerNumberDecision decision) {
                insurerNumberTwin(asked, decision.verdict(), expected, actual);
            } else if (request instanceof NameRequest asked && answer instanceof NameDecision decision) {
                if (decision.verdict().matchKeyVersion() != 1) {
                    return; // the typed key is of version 1
                }
                expected.add(decision.verdict().matchKey());
                actual.add(Kenpo.matchKey(asked.name()));
                expected.add(List.of(decision.verdict().matchKey(), "", decision.verdict().matchKey()));
                actual.add(Kenpo.matchKeys(List.of(asked.name(), "", asked.name())));
            } else if (request instanceof CouponRequest asked && answer instanceof CouponPosting decision) {
                couponTwin(programme, asked, decision, expected, actual);
            } else if (request instanceof EligibilityRequest asked && answer instanceof EligibilityDecision decision) {
                ColumnTwins.eligibility(programme, asked, decision.verdict(), expected, actual);
            } else if (request instanceof SlotsRequest asked && answer instanceof SlotsDecision decision) {
                ColumnTwins.slots(programme, asked, decision.verdict(), expected, actual);
            } else if (request instanceof DeadlinesRequest asked && answer instanceof DeadlinesDecision decision) {
                ColumnTwins.deadlines(programme, asked, decision.verdict(), expected, actual);
            } else if (request instanceof SubsidyRequest asked && answer instanceof SubsidyDecision decision) {
                ColumnTwins.subsidy(programme, asked, decision.verdict(), expected, actual);
            } else if (request instanceof AccrueRequest asked && answer instanceof AccruePosting posting) {
                accrualTwin(programme, asked, posting, expected, actual);
            }
        } catch (KenpoException e) {
            if (e.status() == Status.UNSUPPORTED) {
                return;
            }
            actual.add(e.status());
        }
        if (!expected.equals(actual)) {
            fail(id, "typed " + expected, "typed " + actual);
        }
    }

    private static void insurerNumberTwin(
            InsurerNumberRequest request, InsurerNumberVerdict verdict, List<Object> expected, List<Object> actual) {
        int reason = verdict.reason() == Reason.ACCEPTED ? 0 : verdict.reason().number();
        expected.add(reason);
        actual.add(Kenpo.insurerNumberReason(request.insurerNumber()).map(Reason::number).orElse(0));
        if (verdict.digits() != null) {
            byte[] record = String.format("%-8s", verdict.digits()).getBytes(StandardCharsets.UTF_8);
            expected.add(List.of(reason));
            actual.add(List.of((int) Kenpo.insurerNumberReasons(record)[0]));
        }
    }

    private static void couponTwin(
            Programme programme, CouponRequest request, CouponPosting decision, List<Object> expected, List<Object> actual) {
        // Where there is no last day, the coupon may be unknown; the typed lane does not ask which coupon is meant.
        LocalDate lastDay = decision.verdict().lastDay();
        if (request.drawnOn() == null && lastDay != null) {
            expected.add(ymd(lastDay));
            actual.add(programme.couponLastDay(ymd(request.issuedOn())));
        }
    }

    private void accrualTwin(
            Programme programme, AccrueRequest request, AccruePosting posting, List<Object> expected, List<Object> actual) {
        List<LedgerEntry> entries = request.ledger() == null ? List.of() : request.ledger().entries();
        boolean opening = request.ledger() != null && request.ledger().opening() != null;
        if (opening || posting.verdict().items().stream().anyMatch(VectorRunner::isBeyondReach)) {
            return;
        }
        List<StepCredit> credits = posting.store().stream().map(this::credit).toList();
        List<Reason> reasons = posting.verdict().items().stream().map(item -> item.answer().reason()).toList();
        expected.add(new StepsAccrued(credits, reasons));
        expected.add(new StepsAccrued(credits, reasons));
        StepDelivery delivery = new StepDelivery(
                ymd(request.now().withOffsetSameInstant(ZoneOffset.ofHours(9)).toLocalDate()),
                ymdOrNone(request.born()),
                ymdOrNone(request.enrolledOn()),
                ymdOrNone(request.openedOn()),
                0);
        List<StepDay> days =
                request.arrivals().stream().map(day -> new StepDay(ymd(day.date()), day.steps())).toList();
        List<StepCredit> credited =
                entries.stream().filter(entry -> entry.kind() == EntryKind.CREDIT).map(this::credit).toList();
        actual.add(programme.stepsAccrue(delivery, days, credited));
        actual.add(ColumnTwins.steps(programme, delivery, days, credited));
    }

    private static boolean isBeyondReach(ItemOfArrivalVerdict item) {
        return item.answer() == null
                || item.answer().reason() == Reason.SOURCE_NOT_LINKED
                || item.answer().rules().stream().anyMatch(rule -> rule.reason() == Reason.SOURCE_NOT_LINKED);
    }

    private StepCredit credit(LedgerEntry entry) {
        int rule = rules.indexOf(entry.rule());
        return new StepCredit(ymd(entry.date()), ymd(entry.syncedOn()), rule, entry.earned(), entry.points());
    }

    private static int ymdOrNone(@Nullable LocalDate date) {
        return date == null ? 0 : ymd(date);
    }

    private static int ymd(LocalDate date) {
        return Project.ymd(date);
    }
}
