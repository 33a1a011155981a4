package io.github.kenpo.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads JSON (RFC 8259) as the contract has it: no null, no fractions, no key twice. It knows the type that is to come, so
 * that it looks for the next of the expected keys first, and makes no tokens.
 */
final class JsonReader {
    /** No more fields. */
    static final int END = -2;
    /** A field that this version does not know. */
    private static final int UNKNOWN = -1;

    private static final int DEEPEST = 512;

    private final byte[] json;
    private int at;

    JsonReader(byte[] json) {
        this.json = json;
    }

    /** Nothing but space may follow. */
    void end() {
        if (space() != 0 || at < json.length) {
            throw new JsonFault();
        }
    }

    int firstField(Names names) {
        expect('{');
        if (space() == '}') {
            at++;
            return END;
        }
        return key(names, 0);
    }

    int nextField(Names names, int before) {
        int next = space();
        at++;
        if (next == '}') {
            return END;
        }
        if (next != ',') {
            throw new JsonFault();
        }
        space();
        return key(names, before + 1);
    }

    /** Remembers that a field was there. */
    long once(long seen, int field) {
        if (field == UNKNOWN) {
            return seen;
        }
        long bit = 1L << field;
        if ((seen & bit) != 0) {
            throw new JsonFault();
        }
        return seen | bit;
    }

    void require(long seen, long required) {
        if ((seen & required) != required) {
            throw new JsonFault();
        }
    }

    private int key(Names names, int expected) {
        // Fields come in their order, and some are absent.
        for (int index = expected; index < names.size(); index++) {
            if (names.stands(index, json, at)) {
                at += names.quoted(index).length;
                expect(':');
                return index;
            }
        }
        int index = choice(names);
        expect(':');
        return index;
    }

    /** Which of the names a string is, or -1. */
    int choice(Names names) {
        int from = skipSpace('"');
        int to = from + 1;
        while (to < json.length && json[to] != '"' && json[to] != '\\') {
            to++;
        }
        if (to < json.length && json[to] == '"') {
            int index = names.find(json, from, to + 1);
            if (index >= 0) {
                at = to + 1;
                return index;
            }
        }
        byte[] text = ("\"" + text() + "\"").getBytes(StandardCharsets.UTF_8);
        return names.find(text, 0, text.length);
    }

    void beginArray() {
        expect('[');
    }

    boolean nextElement(boolean first) {
        int next = space();
        if (next == ']') {
            at++;
            return false;
        }
        if (!first) {
            if (next != ',') {
                throw new JsonFault();
            }
            at++;
        }
        return true;
    }

    String text() {
        int from = skipSpace('"') + 1;
        int any = 0;
        for (int to = from; to < json.length; to++) {
            byte c = json[to];
            if (c == '"') {
                at = to + 1;
                return any >= 0
                        ? new String(json, from, to - from, StandardCharsets.ISO_8859_1)
                        : utf8(json, from, to);
            }
            if (c == '\\') {
                return escaped(from, to);
            }
            if (c >= 0 && c < ' ') {
                break;
            }
            any |= c;
        }
        throw new JsonFault();
    }

    private static String utf8(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (text.indexOf('\ufffd') >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from));
            } catch (CharacterCodingException e) {
                throw new JsonFault();
            }
        }
        return text;
    }

    private String escaped(int from, int firstEscape) {
        StringBuilder text = new StringBuilder();
        int plain = from;
        for (int to = firstEscape; to < json.length; to++) {
            byte c = json[to];
            if (c == '"') {
                at = to + 1;
                return text.append(utf8(json, plain, to)).toString();
            }
            if (c >= 0 && c < ' ') {
                break;
            }
            if (c == '\\') {
                text.append(utf8(json, plain, to));
                if (++to == json.length) {
                    break;
                }
                if (json[to] == 'u') {
                    text.append((char) hex(to + 1));
                    to += 4;
                } else {
                    text.append(unescape(json[to]));
                }
                plain = to + 1;
            }
        }
        throw new JsonFault();
    }

    private static char unescape(byte c) {
        return switch (c) {
            case '"', '\\', '/' -> (char) c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> throw new JsonFault();
        };
    }

    private int hex(int from) {
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = i < json.length ? Character.digit(json[i], 16) : -1;
            if (digit < 0) {
                throw new JsonFault();
            }
            value = value << 4 | digit;
        }
        return value;
    }

    long integer() {
        boolean negative = space() == '-';
        if (negative) {
            at++;
        }
        int from = at;
        long value = 0;
        while (at < json.length && json[at] >= '0' && json[at] <= '9') {
            value = 10 * value + (json[at++] - '0');
        }
        int digits = at - from;
        // The contract's integers have 16 digits at most; 18 cannot overflow.
        boolean isOne = digits > 0 && digits <= 18 && (digits == 1 || json[from] != '0');
        boolean goesOn = at < json.length && (json[at] == '.' || json[at] == 'e' || json[at] == 'E');
        if (!isOne || goesOn) {
            throw new JsonFault();
        }
        return negative ? -value : value;
    }

    boolean flag() {
        boolean value = space() == 't';
        word(value ? "true" : "false");
        return value;
    }

    private void word(String word) {
        for (int i = 0; i < word.length(); i++, at++) {
            if (at >= json.length || json[at] != word.charAt(i)) {
                throw new JsonFault();
            }
        }
    }

    LocalDate date() {
        int from = skipSpace('"') + 1;
        if (closes(from + Times.DATE)) {
            at = from + Times.DATE + 1;
            return Times.date(json, from);
        }
        byte[] text = text().getBytes(StandardCharsets.UTF_8);
        if (text.length != Times.DATE) {
            throw new JsonFault();
        }
        return Times.date(text, 0);
    }

    OffsetDateTime instant() {
        int from = skipSpace('"') + 1;
        // A quotation mark 25 bytes on may be that of the next text.
        int length = Times.length(json, from);
        if (length > 0 && closes(from + length)) {
            at = from + length + 1;
            return Times.instant(json, from, length);
        }
        byte[] text = text().getBytes(StandardCharsets.UTF_8);
        return Times.instant(text, 0, text.length);
    }

    private boolean closes(int place) {
        return place < json.length && json[place] == '"';
    }

    List<String> texts() {
        List<String> list = new ArrayList<>();
        beginArray();
        while (nextElement(list.isEmpty())) {
            list.add(text());
        }
        return list;
    }

    List<LocalDate> dates() {
        List<LocalDate> list = new ArrayList<>();
        beginArray();
        while (nextElement(list.isEmpty())) {
            list.add(date());
        }
        return list;
    }

    /** Passes over a value of any kind, which must be JSON all the same. */
    void skip() {
        skip(DEEPEST);
    }

    private void skip(int deepest) {
        if (deepest == 0) {
            throw new JsonFault();
        }
        switch (space()) {
            case '"' -> text();
            case '{' -> {
                at++;
                for (boolean first = true; nextMember(first, '}'); first = false) {
                    text();
                    expect(':');
                    skip(deepest - 1);
                }
            }
            case '[' -> {
                at++;
                for (boolean first = true; nextMember(first, ']'); first = false) {
                    skip(deepest - 1);
                }
            }
            case 't' -> word("true");
            case 'f' -> word("false");
            default -> integer();
        }
    }

    private boolean nextMember(boolean first, char close) {
        int next = space();
        if (next == close) {
            at++;
            return false;
        }
        if (!first) {
            expect(',');
        }
        return true;
    }

    /** The next byte that is no space, left in its place; 0 at the end. */
    private int space() {
        while (at < json.length) {
            byte c = json[at];
            if (c > ' ' || c < 0) {
                return c;
            }
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                throw new JsonFault();
            }
            at++;
        }
        return 0;
    }

    /** Where this character stands, after space. */
    private int skipSpace(char expected) {
        if (space() != expected) {
            throw new JsonFault();
        }
        return at;
    }

    private void expect(char expected) {
        at = skipSpace(expected) + 1;
    }
}
