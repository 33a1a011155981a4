<?php

/**
 * For `opcache.preload`, or to be required by the file that stands there: under `ffi.enable=preload` only a class that
 * was preloaded may call the library.
 */

declare(strict_types=1);

require_once __DIR__ . '/src/Native.php';
