#!/usr/bin/env bash
# PHP's FFI (php8.2-cli 8.2.36, Debian; JIT off): an array of pointers that is made and read keeps memory until the process ends.
#
# An output parameter of a C function (`thing **out`) is usually given as an array of one pointer, `$ffi->new("thing*[1]")`, and read as `$out[0]`.
#
# The good guess: both the array and what is read from it are small objects like any other, and are freed with the last reference to them.
# What happens: where an array is made and its element read, some 117 bytes are kept until the process ends, each time; gc_collect_cycles()
# does not give them back. Making the array alone keeps nothing, reading the element of one array again and again keeps nothing, an array
# whose elements are integers keeps nothing, and neither does a single pointer that is passed as FFI::addr($pointer).
# Seen: 100,000 arrays made and read kept 116.6 bytes each; the four others 0.0.
# What to do: in a process that lives long, use `$pointer = $ffi->new("thing*")` and pass FFI::addr($pointer).
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
command -v php >/dev/null || { apt-get update -qq && apt-get install -y -qq php8.2-cli >/dev/null; }
cat > elements.php <<'PHP'
<?php
$ffi = FFI::cdef("typedef struct thing thing; unsigned long strlen(const char *text);");
$kept = function (callable $read): float {
    for ($i = 0; $i < 2_000; $i++) { $read(); }
    $before = memory_get_usage();
    for ($i = 0; $i < 100_000; $i++) { $read(); }
    gc_collect_cycles();
    return (memory_get_usage() - $before) / 100_000;
};
$pointers = $ffi->new("thing*[1]");
$seen = [
    "array of a pointer, made and read" => $kept(function () use ($ffi) { $out = $ffi->new("thing*[1]"); return $out[0]; }),
    "array of a pointer, made" => $kept(fn () => $ffi->new("thing*[1]")),
    "array of a pointer, read again" => $kept(fn () => $pointers[0]),
    "array of an integer, made and read" => $kept(function () use ($ffi) { $out = $ffi->new("uint8_t[1]"); return $out[0]; }),
    "single pointer, its address" => $kept(function () use ($ffi) { $out = $ffi->new("thing*"); return FFI::addr($out); }),
];
printf("PHP %s\n", PHP_VERSION);
foreach ($seen as $what => $bytes) { printf("%-36s %6.1f bytes kept\n", $what, $bytes); }
$readAnew = array_shift($seen);
exit($readAnew > 50 && max($seen) < 1 ? 0 : 1);
PHP
php -n -d extension=ffi -d ffi.enable=1 elements.php 2>/dev/null || php -d ffi.enable=1 elements.php || { echo "CHANGED"; exit 1; }
echo "as described: what is read from a new array of pointers is not given back"
