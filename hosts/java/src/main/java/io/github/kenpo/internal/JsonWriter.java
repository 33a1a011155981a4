package io.github.kenpo.internal;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;

/** Writes the contract's JSON: no spaces, UTF-8, and only those escapes that JSON needs, with hexadecimal in lower case. */
final class JsonWriter {
    private static final int FIRST_SIZE = 512;
    /** The longest of what is written without looking at each byte's room: an integer, a date, an instant. */
    private static final int SHORT = 40;
    /** The longest array of every JVM. */
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    private byte[] json = new byte[FIRST_SIZE];
    private int size;

    byte[] bytes() {
        return Arrays.copyOf(json, size);
    }

    void beginObject() {
        put('{');
    }

    void endObject() {
        put('}');
    }

    void beginArray() {
        put('[');
    }

    void endArray() {
        put(']');
    }

    /** Before an element: a comma, but before the first. */
    void element() {
        if (json[size - 1] != '[') {
            put(',');
        }
    }

    /** Before a field's value: its key, and a comma, but before the first. */
    void name(Names names, int index) {
        byte[] name = names.quoted(index);
        room(name.length + 2);
        if (json[size - 1] != '{') {
            json[size++] = ',';
        }
        copy(name);
        json[size++] = ':';
    }

    void choice(Names names, int index) {
        byte[] name = names.quoted(index);
        room(name.length);
        copy(name);
    }

    private void copy(byte[] bytes) {
        System.arraycopy(bytes, 0, json, size, bytes.length);
        size += bytes.length;
    }

    void flag(boolean value) {
        for (char c : (value ? "true" : "false").toCharArray()) {
            put(c);
        }
    }

    void integer(long value) {
        room(SHORT);
        if (value < 0) {
            if (value == Long.MIN_VALUE) {
                throw new JsonFault(); // far outside the contract's integers
            }
            json[size++] = '-';
            value = -value;
        }
        int from = size;
        do {
            json[size++] = (byte) ('0' + value % 10);
            value /= 10;
        } while (value > 0);
        for (int to = size - 1; from < to; from++, to--) {
            byte swapped = json[from];
            json[from] = json[to];
            json[to] = swapped;
        }
    }

    void date(LocalDate date) {
        room(SHORT);
        json[size++] = '"';
        day(date);
        json[size++] = '"';
    }

    /** In whole seconds: what is less than a second is cut off. */
    void instant(OffsetDateTime instant) {
        room(SHORT);
        json[size++] = '"';
        day(instant.toLocalDate());
        json[size++] = 'T';
        two(instant.getHour());
        json[size++] = ':';
        two(instant.getMinute());
        json[size++] = ':';
        two(instant.getSecond());
        int offset = instant.getOffset().getTotalSeconds();
        if (offset % 60 != 0) {
            throw new JsonFault();
        }
        if (offset == 0) {
            json[size++] = 'Z';
        } else {
            json[size++] = (byte) (offset < 0 ? '-' : '+');
            two(Math.abs(offset) / 3600);
            json[size++] = ':';
            two(Math.abs(offset) / 60 % 60);
        }
        json[size++] = '"';
    }

    private void day(LocalDate date) {
        int year = date.getYear();
        if (year < 0 || year > 9999) {
            throw new JsonFault();
        }
        two(year / 100);
        two(year % 100);
        json[size++] = '-';
        two(date.getMonthValue());
        json[size++] = '-';
        two(date.getDayOfMonth());
    }

    private void two(int value) {
        json[size++] = (byte) ('0' + value / 10);
        json[size++] = (byte) ('0' + value % 10);
    }

    void texts(List<String> texts) {
        beginArray();
        for (String text : texts) {
            element();
            text(text);
        }
        endArray();
    }

    void dates(List<LocalDate> dates) {
        beginArray();
        for (LocalDate date : dates) {
            element();
            date(date);
        }
        endArray();
    }

    void text(String text) {
        int length = text.length();
        // A char takes three bytes at most, or six as an escape, for which room is made when it comes.
        room(3L * length + 2);
        json[size++] = '"';
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                if (c >= ' ' && c != '"' && c != '\\') {
                    json[size++] = (byte) c;
                } else {
                    escape(c, 3L * (length - i));
                }
            } else if (c < 0x800) {
                json[size++] = (byte) (0xc0 | c >> 6);
                json[size++] = (byte) (0x80 | c & 0x3f);
            } else if (!Character.isSurrogate(c)) {
                json[size++] = (byte) (0xe0 | c >> 12);
                json[size++] = (byte) (0x80 | c >> 6 & 0x3f);
                json[size++] = (byte) (0x80 | c & 0x3f);
            } else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                int code = Character.toCodePoint(c, text.charAt(++i));
                json[size++] = (byte) (0xf0 | code >> 18);
                json[size++] = (byte) (0x80 | code >> 12 & 0x3f);
                json[size++] = (byte) (0x80 | code >> 6 & 0x3f);
                json[size++] = (byte) (0x80 | code & 0x3f);
            } else {
                // Half a surrogate pair: the library says where it is.
                escape(c, 3L * (length - i));
            }
        }
        json[size++] = '"';
    }

    private void escape(char c, long rest) {
        room(rest + 8);
        json[size++] = '\\';
        switch (c) {
            case '"', '\\' -> json[size++] = (byte) c;
            case '\b' -> json[size++] = 'b';
            case '\f' -> json[size++] = 'f';
            case '\n' -> json[size++] = 'n';
            case '\r' -> json[size++] = 'r';
            case '\t' -> json[size++] = 't';
            default -> {
                json[size++] = 'u';
                for (int shift = 12; shift >= 0; shift -= 4) {
                    json[size++] = (byte) Character.forDigit(c >> shift & 15, 16);
                }
            }
        }
    }

    private void put(char c) {
        room(1);
        json[size++] = (byte) c;
    }

    private void room(long bytes) {
        if (json.length - size < bytes) {
            long least = size + bytes;
            if (least > LONGEST) {
                throw new JsonFault(true);
            }
            json = Arrays.copyOf(json, (int) Math.max(least, Math.min(2L * json.length, LONGEST)));
        }
    }
}
