package io.github.kenpo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Rows of one length as the library reads and writes them. What a row does not write is 0. */
final class Rows {
    private final int row;
    private ByteBuffer memory;
    private long address;
    private int size;

    Rows(int row, int expected) {
        this.row = row;
        allocate(Abi.size((long) row * Math.max(1, expected)));
    }

    /** Makes room for one row more, and says where it begins. */
    int next() {
        return next(1);
    }

    /** Makes room for so many rows more, and says where they begin. */
    int next(int rows) {
        int at = row * size;
        int end = Abi.size(row * ((long) size + rows));
        if (end > memory.capacity()) {
            ByteBuffer before = memory;
            allocate((int) Math.max(end, Math.min(2L * at, Integer.MAX_VALUE - 8)));
            memory.put(0, before, 0, at);
        }
        size += rows;
        return at;
    }

    /** Forgets every row, and has room for so many. */
    void clear(int expected) {
        int bytes = Abi.size((long) row * expected);
        if (bytes > memory.capacity()) {
            allocate(bytes);
        }
        size = 0;
    }

    /** The library has written so many rows. */
    void written(int rows) {
        size = rows;
    }

    /** Where a row that there is begins. */
    int at(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return row * index;
    }

    ByteBuffer memory() {
        return memory;
    }

    /** Where the memory lies, which is kept for as long as these rows are reachable and do not grow. */
    long address() {
        return address;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    private void allocate(int bytes) {
        memory = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        address = Abi.abi().address(memory);
    }
}
