<?php

declare(strict_types=1);

namespace Kenpo\Internal;

use Kenpo\Doctor;
use Kenpo\LoadException;
use Kenpo\Native;

/**
 * Puts the library for this system where the package looks for it. It comes out of the package itself, which brings one
 * for each system; nothing is fetched.
 *
 * @internal
 */
final class Installer
{
    /** Where the package keeps the libraries that it brings. */
    private const NATIVE = __DIR__ . '/../../native';

    /**
     * @return array{string, string} the paths of the library, and of the header over it for `ffi.preload`
     *
     * @throws LoadException if the package brings none that this system loads
     */
    public static function install(): array
    {
        $platform = self::platform(php_uname('m'), self::usesMusl());
        $source = self::NATIVE . "/$platform/" . self::file();
        if (!is_file($source)) {
            $has = implode(', ', array_map(basename(...), glob(self::NATIVE . '/*', GLOB_ONLYDIR) ?: []));
            throw new LoadException("the package brings no library for $platform, only for: $has");
        }
        Native::probe(Native::HEADER, $source);
        $library = Native::installed();
        if (!is_dir(dirname($library))) {
            mkdir(dirname($library), 0755, true);
        }
        self::put($library, (string) file_get_contents($source));
        $header = dirname($library) . '/kenpo_php.h';
        self::put($header, Doctor::headerFor((string) realpath($library)));

        return [(string) realpath($library), (string) realpath($header)];
    }

    /** The folder of a system's library below `native`. */
    public static function platform(
        #[\SensitiveParameter] string $machine,
        #[\SensitiveParameter] bool $musl,
        #[\SensitiveParameter] string $system = PHP_OS_FAMILY,
    ): string {
        $processor = match (strtolower($machine)) {
            'amd64', 'x86_64', 'x64' => 'x86_64',
            'arm64', 'aarch64' => 'aarch64',
            default => strtolower($machine),
        };

        return match ($system) {
            'Linux' => $musl ? "linux-musl-$processor" : "linux-$processor",
            'Darwin' => "macos-$processor",
            default => strtolower($system) . "-$processor",
        };
    }

    /** The library's name among the files of the package. */
    private static function file(): string
    {
        return match (PHP_OS_FAMILY) {
            'Windows' => 'kenpo.dll',
            'Darwin' => 'libkenpo.dylib',
            default => 'libkenpo.so',
        };
    }

    /** Whether the PHP that runs was built for musl: what is mapped says so, where a system may have both. */
    private static function usesMusl(): bool
    {
        $maps = is_readable('/proc/self/maps') ? (string) file_get_contents('/proc/self/maps') : '';
        if (preg_match('~/ld-musl-|/libc\.musl-~', $maps) === 1) {
            return true;
        }

        return !str_contains($maps, '/libc.so.6') && !str_contains($maps, '/libc-2.')
            && (glob('/lib/ld-musl-*') ?: []) !== [];
    }

    /** Written beside and moved into its place, since a server that runs may have the old file mapped. */
    private static function put(#[\SensitiveParameter] string $file, #[\SensitiveParameter] string $bytes): void
    {
        $beside = "$file." . bin2hex(random_bytes(4));
        if (@file_put_contents($beside, $bytes) !== strlen($bytes) || !chmod($beside, 0644) || !rename($beside, $file)) {
            throw new LoadException("$file cannot be written");
        }
    }
}
