package io.github.kenpo.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The keys of an object or the choices of an enum, each with the quotation marks around it. All are ASCII. */
final class Names {
    private final byte[][] quoted;
    /** Open addressing with linear probing: 1 + index of a name, 0 for an empty place. */
    private final short[] table;

    Names(String... names) {
        quoted = new byte[names.length][];
        table = new short[Integer.highestOneBit(Math.max(1, names.length)) * 4];
        for (int index = 0; index < names.length; index++) {
            byte[] name = ("\"" + names[index] + "\"").getBytes(StandardCharsets.US_ASCII);
            quoted[index] = name;
            int place = hash(name, 0, name.length) & table.length - 1;
            while (table[place] != 0) {
                place = place + 1 & table.length - 1;
            }
            table[place] = (short) (index + 1);
        }
    }

    byte[] quoted(int index) {
        return quoted[index];
    }

    int size() {
        return quoted.length;
    }

    /** Whether a name stands at that place. */
    boolean stands(int index, byte[] text, int at) {
        byte[] name = quoted[index];
        int end = at + name.length;
        return end <= text.length && Arrays.equals(text, at, end, name, 0, name.length);
    }

    /** Which name these bytes with their quotation marks are, or -1. */
    int find(byte[] text, int from, int to) {
        int place = hash(text, from, to) & table.length - 1;
        for (int entry; (entry = table[place]) != 0; place = place + 1 & table.length - 1) {
            byte[] name = quoted[entry - 1];
            if (Arrays.equals(text, from, to, name, 0, name.length)) {
                return entry - 1;
            }
        }
        return -1;
    }

    private static int hash(byte[] text, int from, int to) {
        int hash = to - from;
        for (int at = from; at < to; at++) {
            hash = 31 * hash + text[at];
        }
        return hash ^ hash >>> 15;
    }
}
