<?php

declare(strict_types=1);

namespace Kenpo\Internal;

use Kenpo\Native;

/**
 * Rows of the library in memory that is kept and grows.
 *
 * @internal
 */
final class Rows
{
    /** As the library's structs. */
    public \FFI\CData $structs;

    /** The same memory as numbers of 64 bits, and of 32: a struct's fields are an object each time they are looked at. */
    public \FFI\CData $longs;
    public \FFI\CData $ints;

    public int $count = 0;
    private int $room = 0;

    /**
     * @param string $type   a type of the library
     * @param int    $length how many numbers of 64 bits it is long
     */
    public function __construct(
        #[\SensitiveParameter] private readonly string $type,
        #[\SensitiveParameter] private readonly int $length,
    ) {
        $this->reserve(1);
    }

    /** Adds a row that is one number of 64 bits. */
    public function push(#[\SensitiveParameter] int $number): void
    {
        $this->reserve($this->count + 1);
        $this->longs[$this->count] = $number;
        ++$this->count;
    }

    /** Makes room for so many rows in all. */
    public function reserve(#[\SensitiveParameter] int $rows): void
    {
        if ($rows <= $this->room) {
            return;
        }
        $room = max($rows, 2 * $this->room);
        [$structs, $longs, $ints] = Native::get()->memory($this->type, $room, $this->length * $room);
        if ($this->count > 0) {
            Native::copy($structs, $this->structs, 8 * $this->length * $this->count);
        }
        [$this->structs, $this->longs, $this->ints] = [$structs, $longs, $ints];
        $this->room = $room;
    }
}
