<?php

declare(strict_types=1);

namespace Kenpo;

/** Looks at what the package needs and names the setting that is wrong. Serves the command and a page of a web server. */
final class Doctor
{
    /** @var list<array{bool, string, string}> whether it is right, what, and what is said of it */
    private array $findings = [];

    private function __construct()
    {
    }

    /**
     * Examines the PHP that runs.
     *
     * @param bool $web whether the settings of a web server are examined as well: the command sees them when PHP is
     *                  started with the server's php.ini
     *
     * @return list<array{bool, string, string}> for each setting: whether it is right, its name, and what is said of it
     */
    public static function examine(#[\SensitiveParameter] bool $web): array
    {
        $doctor = new self();
        if (Process::named() !== null) {
            $doctor->command();
        } elseif ($doctor->php()) {
            // A web server takes the library from the preloaded header; the command can only try that header out.
            if (!$web || PHP_SAPI !== 'cli') {
                $doctor->library();
            }
            if ($web) {
                $doctor->preloadedHeader();
                $doctor->preloadedClass();
            }
        }

        return $doctor->findings;
    }

    /**
     * This package's header over the library at a path, for `ffi.preload`.
     *
     * @throws \InvalidArgumentException if a header cannot name the path
     */
    public static function headerFor(#[\SensitiveParameter] string $library): string
    {
        if ($library === '' || preg_match('/["\x00-\x1f]/', $library) === 1) {
            throw new \InvalidArgumentException('the path of the library cannot stand in a header');
        }
        $header = (string) file_get_contents(Native::HEADER);

        return (string) preg_replace_callback(
            '/^#define FFI_LIB .*$/m',
            static fn (): string => "#define FFI_LIB \"$library\"",
            $header,
            1,
        );
    }

    private function say(
        #[\SensitiveParameter] bool $right,
        #[\SensitiveParameter] string $setting,
        #[\SensitiveParameter] string $remark,
    ): bool {
        $this->findings[] = [$right, $setting, $remark];

        return $right;
    }

    private function php(): bool
    {
        $php = $this->say(PHP_VERSION_ID >= 80100, 'PHP', PHP_VERSION . ', needed is 8.1 or later');
        $size = $this->say(PHP_INT_SIZE === 8, 'integers', PHP_INT_SIZE * 8 . ' bits, needed are 64');
        $extension = $this->say(
            extension_loaded('ffi'),
            'ext-ffi',
            extension_loaded('ffi') ? 'loaded' : 'not loaded: add extension=ffi to php.ini, or name the command kenpo in KENPO_COMMAND',
        );

        return $php && $size && $extension && $this->enabled();
    }

    /** The command that the environment names answers: the library and FFI are not needed. */
    private function command(): void
    {
        $process = new Process();
        try {
            $this->say(true, 'KENPO_COMMAND', Process::named() . ', version ' . $process->version());
        } catch (LoadException $exception) {
            $this->say(false, 'KENPO_COMMAND', $exception->fault);
        }
    }

    private function enabled(): bool
    {
        return match ($value = self::setting('ffi.enable')) {
            'preload' => $this->say(true, 'ffi.enable', 'preload: the command line, and preloaded classes'),
            '1' => $this->say(true, 'ffi.enable', 'on, for every script; a web server is safer with preload'),
            default => $this->say(false, 'ffi.enable', "is \"$value\", which is off: set it to preload, or name the command kenpo in KENPO_COMMAND"),
        };
    }

    /** The header of this package over the library that would be loaded now. */
    private function library(): void
    {
        if (PHP_SAPI !== 'cli') {
            try {
                $this->say(true, 'library', Kenpo::version() . ', ABI ' . Kenpo::abi());
            } catch (LoadException $exception) {
                $this->say(false, 'library', $exception->fault);
            }

            return;
        }
        $from = getenv('KENPO_LIBRARY') === false ? '' : ' (from KENPO_LIBRARY)';
        $library = Native::library();
        $fault = self::fault(Native::HEADER, $library);
        $this->say($fault === null, 'library', ($fault ?? $library) . $from);
    }

    private function preloadedHeader(): void
    {
        $preload = self::setting('ffi.preload');
        if ($preload === '') {
            $this->say(false, 'ffi.preload', 'is empty: name a header written with --write-header');

            return;
        }
        foreach (explode(PATH_SEPARATOR, $preload) as $path) {
            $header = is_readable($path) ? (string) file_get_contents($path) : '';
            if (!str_starts_with($header, '#define FFI_SCOPE "' . Native::SCOPE . '"')) {
                continue;
            }
            $library = preg_match('/^#define FFI_LIB "(.*)"$/m', $header, $found) === 1 ? $found[1] : Native::LIBRARY;
            // The header of a server that runs was loaded when it started.
            $fault = PHP_SAPI === 'cli' ? self::fault($path, $library) : null;
            if ($fault === null && $header !== self::headerFor($library)) {
                $fault = "$path is of another version: write it again with --write-header";
            }
            $this->say($fault === null, 'ffi.preload', $fault ?? "$path, over $library");

            return;
        }
        $this->say(false, 'ffi.preload', "no header of kenpo can be read from $preload");
    }

    private function preloadedClass(): void
    {
        if (!extension_loaded('Zend OPcache')) {
            $this->say(false, 'ext-opcache', 'not loaded: without it no class is preloaded');

            return;
        }
        if (self::setting('opcache.enable') !== '1') {
            $this->say(false, 'opcache.enable', 'is off: without it no class is preloaded');

            return;
        }
        $preload = self::setting('opcache.preload');
        $own = realpath(__DIR__ . '/../preload.php');
        if ($preload === '') {
            $this->say(false, 'opcache.preload', "is empty: set it to $own, or require that from your own file");

            return;
        }
        if (!is_readable($preload)) {
            $this->say(false, 'opcache.preload', "$preload cannot be read");

            return;
        }
        $status = PHP_SAPI === 'cli' ? false : opcache_get_status(false);
        $classes = is_array($status) ? $status['preload_statistics']['classes'] ?? [] : null;
        if ($classes !== null && !in_array(Native::class, $classes, true)) {
            $this->say(false, 'opcache.preload', "$preload does not load $own");
        } elseif ($classes === null && realpath($preload) !== $own) {
            $this->say(true, 'opcache.preload', "$preload, which has to require $own");
        } else {
            $this->say(true, 'opcache.preload', $preload);
        }
        $user = self::setting('opcache.preload_user');
        if ($user === '') {
            $asRoot = function_exists('posix_geteuid') && posix_geteuid() === 0;
            $remark = $asRoot ? 'is empty: needed where the server is started by root' : 'is empty: not started by root';
            $this->say(PHP_SAPI === 'cli' || !$asRoot, 'opcache.preload_user', $remark);
        } elseif (function_exists('posix_getpwnam') && posix_getpwnam($user) === false) {
            $this->say(false, 'opcache.preload_user', "there is no user $user");
        } else {
            $this->say(true, 'opcache.preload_user', $user);
        }
    }

    /** What is wrong with a header and its library, if anything. */
    private static function fault(
        #[\SensitiveParameter] string $header,
        #[\SensitiveParameter] string $library,
    ): ?string {
        try {
            Native::probe($header, $library);

            return null;
        } catch (LoadException $exception) {
            $isPath = str_contains($library, '/');

            return $exception->fault . match (true) {
                !str_starts_with($exception->fault, 'Failed loading') => '',
                $isPath && !file_exists($library) => ': there is no such file',
                $isPath && !is_readable($library) => ': it cannot be read',
                $isPath => '',
                default => ': kenpo-doctor --install-library puts the one that the package brings into its place',
            };
        }
    }

    /** Flags as PHP reports them may be written in several ways. */
    private static function setting(#[\SensitiveParameter] string $name): string
    {
        $value = trim((string) ini_get($name));

        return match (strtolower($value)) {
            'on', 'yes', 'true' => '1',
            'off', 'no', 'false' => '',
            default => $value,
        };
    }
}
