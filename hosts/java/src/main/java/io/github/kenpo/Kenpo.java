package io.github.kenpo;

import io.github.kenpo.types.ErrorCode;
import io.github.kenpo.types.Failure;
import io.github.kenpo.types.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What needs no programme. Every method may be called from many threads.
 *
 * <p>The library is loaded at the first call. It is looked for in this order, and the first that is there is taken:
 *
 * <ol>
 *   <li>the file that the system property {@code kenpo.library} names,
 *   <li>the file that the environment variable {@code KENPO_LIBRARY} names,
 *   <li>the folders of {@code java.library.path} and {@code jna.library.path},
 *   <li>the one inside the jar for this system, extracted to a folder below the one that the system property
 *       {@code kenpo.extract} names, else below the user's cache folder, or where that cannot be written a temporary one.
 * </ol>
 *
 * <p>It is called through {@code java.lang.foreign} from Java 22 on, and through JNA before that or where the system property
 * {@code kenpo.binding} is {@code jna}.
 *
 * <p>{@link UnsatisfiedLinkError} says that there is none, or that it has another ABI than this package.
 */
public final class Kenpo extends KenpoOperations {
    private static final int RECORD = 8;

    private Kenpo() {}

    /**
     * The library's version.
     *
     * @return such as {@code 0.1.0}
     */
    public static String version() {
        return Abi.abi().version();
    }

    /**
     * The library's ABI version, checked when it is loaded.
     *
     * @return the version
     */
    public static int abi() {
        return Abi.abi().abiVersion();
    }

    /**
     * Asks any operation that needs no programme, or its batch.
     *
     * @param operation such as {@code lottery.verify} or {@code lottery.verify.batch}
     * @param request the request's JSON in UTF-8
     * @return the answer's JSON in UTF-8
     * @throws KenpoException if it could not be used
     */
    public static byte[] answer(String operation, byte[] request) {
        return Abi.answer(0, operation, request);
    }

    /**
     * Asks any operation that needs no programme, or its batch.
     *
     * @param operation such as {@code lottery.verify} or {@code lottery.verify.batch}
     * @param request the request's JSON
     * @return the answer's JSON
     * @throws KenpoException if it could not be used
     */
    public static String answer(String operation, String request) {
        return new String(answer(operation, Json.utf8(request)), StandardCharsets.UTF_8);
    }

    /**
     * Examines an insurer number (保険者番号) typed on a form. The short way of {@code insurer_number.check}. For many
     * numbers take {@link #insurerNumberReasons}: most of the time of this call goes into crossing to the library.
     *
     * @param text the text, at most 64 bytes in UTF-8
     * @return the first reason against it; empty for a well-formed number
     * @throws KenpoException {@link Status#TOO_LARGE} if the text is longer
     */
    public static Optional<Reason> insurerNumberReason(String text) {
        byte[] bytes = Json.utf8(text);
        int[] reason = new int[1];
        Abi.check(Abi.abi().insurerNumberReason(bytes, reason));
        return reason[0] == 0 ? Optional.empty() : Optional.of(Reason.ofNumber(reason[0]));
    }

    /**
     * Examines a column of insurer numbers, eight bytes each: eight digits, or six and two spaces that are layout.
     *
     * @param records8 the records, one after another
     * @return the number of the first {@link Reason} against each; 0 for a well-formed number
     * @throws IllegalArgumentException if the length is not a multiple of eight
     */
    public static byte[] insurerNumberReasons(byte[] records8) {
        if (records8.length % RECORD != 0) {
            throw new IllegalArgumentException("records have 8 bytes each, " + records8.length + " are no multiple");
        }
        byte[] reasons = new byte[records8.length / RECORD];
        Abi.check(Abi.abi().insurerNumberReasons(records8, reasons));
        return reasons;
    }

    /**
     * The key under which a name is looked up. The short way of {@code name.check}, whose {@code match_key} it is.
     *
     * @param name the name, at most 256 bytes in UTF-8
     * @return the key, version 1; two names with one key are candidates, not the same name
     * @throws KenpoException {@link Status#TOO_LARGE} if the name is longer
     */
    public static String matchKey(String name) {
        byte[] text = Json.utf8(name);
        byte[] key = new byte[text.length]; // a key is never longer than its name
        long[] length = new long[1];
        Abi.check(Abi.abi().matchKey(text, key, length));
        return new String(key, 0, Math.toIntExact(length[0]), StandardCharsets.UTF_8);
    }

    /**
     * The keys under which names are looked up: {@link #matchKey} of many.
     *
     * @param names the names, each at most 256 bytes in UTF-8
     * @return the keys, version 1, in the order of the names
     * @throws KenpoException {@link Status#TOO_LARGE} if a name is longer; its path is the name's place, such as {@code /3}, from 0
     */
    public static List<String> matchKeys(List<String> names) {
        long[] offsets = new long[names.size() + 1];
        ByteArrayOutputStream texts = new ByteArrayOutputStream();
        int row = 0;
        for (String name : names) {
            byte[] text = Json.utf8(name);
            offsets[row + 1] = Abi.size(offsets[row] + text.length);
            texts.writeBytes(text);
            row++;
        }
        byte[] keys = new byte[texts.size()]; // a key is never longer than its name
        long[] ends = new long[offsets.length];
        long[] fault = {-1};
        int status = Abi.abi().matchKeys(texts.toByteArray(), offsets, keys, ends, fault);
        if (status == Status.TOO_LARGE.number()) {
            throw new KenpoException(Status.TOO_LARGE, new Failure(ErrorCode.TOO_LARGE, "/" + fault[0], null, null));
        }
        Abi.check(status);
        List<String> found = new ArrayList<>(row);
        for (int at = 0; at < row; at++) {
            found.add(new String(keys, (int) ends[at], (int) (ends[at + 1] - ends[at]), StandardCharsets.UTF_8));
        }
        return found;
    }

    static <R> R ask(String operation, Object request, Class<R> result) {
        return Json.decode(answer(operation, Json.encode(request)), result);
    }

    static <R> R askDocument(String operation, String document, Class<R> result) {
        return askDocument(operation, Json.utf8(document), result);
    }

    static <R> R askDocument(String operation, byte[] document, Class<R> result) {
        ByteArrayOutputStream request = new ByteArrayOutputStream(document.length + 16);
        request.writeBytes("{\"document\":".getBytes(StandardCharsets.UTF_8));
        request.writeBytes(document);
        request.write('}');
        return Json.decode(answer(operation, request.toByteArray()), result);
    }
}
