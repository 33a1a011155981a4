package io.github.kenpo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Rows of one length as the library reads them. What a row does not write is 0. */
final class Rows {
    private final int row;
    private ByteBuffer memory;
    private int size;

    Rows(int row, int expected) {
        this.row = row;
        memory = allocate(Math.multiplyExact(row, Math.max(1, expected)));
    }

    /** Makes room for one row more, and says where it begins. */
    int next() {
        int at = Math.multiplyExact(row, size);
        if (at == memory.capacity()) {
            memory = allocate(Math.multiplyExact(2, at)).put(0, memory, 0, at);
        }
        size++;
        return at;
    }

    ByteBuffer memory() {
        return memory;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    private static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
