<?php

declare(strict_types=1);

namespace Kenpo\Tests;

use Kenpo\Native;
use PHPUnit\Framework\TestCase;

final class DoctorTest extends TestCase
{
    private string $folder;

    protected function setUp(): void
    {
        $this->folder = sys_get_temp_dir() . '/kenpo-doctor-' . bin2hex(random_bytes(8));
        mkdir($this->folder);
    }

    protected function tearDown(): void
    {
        array_map('unlink', glob("$this->folder/*") ?: []);
        rmdir($this->folder);
    }

    /**
     * @param list<string>          $settings    of PHP
     * @param list<string>          $arguments   of the command
     * @param array<string, string> $environment
     *
     * @return array{int, string}
     */
    private function doctor(array $settings, array $arguments = [], ?array $environment = null): array
    {
        $command = [PHP_BINARY, ...$settings, dirname(__DIR__) . '/bin/kenpo-doctor', ...$arguments];

        return Project::execute($command, $environment ?? ['KENPO_LIBRARY' => Project::library()]);
    }

    /**
     * @param array<string, string> $changes
     *
     * @return list<string>
     */
    private function web(array $changes = []): array
    {
        $header = "$this->folder/kenpo_php.h";
        if (!file_exists($header)) {
            [$code, $said] = $this->doctor([], ['--write-header', $header, '--library', Project::library()]);
            self::assertSame([0, ''], [$code, $said]);
        }
        $settings = $changes + [
            'ffi.enable' => 'preload',
            'ffi.preload' => $header,
            'opcache.enable' => '1',
            'opcache.preload' => dirname(__DIR__) . '/preload.php',
            'opcache.preload_user' => 'nobody',
        ];
        $arguments = [];
        foreach ($settings as $name => $value) {
            array_push($arguments, '-d', "$name=$value");
        }

        return $arguments;
    }

    private static function assertWrong(string $setting, string $hint, array $outcome): void
    {
        [$code, $said] = $outcome;
        self::assertSame(1, $code, $said);
        preg_match_all('/^WRONG  ([^:]+): (.*)$/m', $said, $wrong);
        self::assertSame([$setting], $wrong[1], $said);
        self::assertStringContainsString($hint, $wrong[2][0]);
    }

    public function testAllIsWell(): void
    {
        [$code, $said] = $this->doctor([]);
        self::assertSame(0, $code, $said);
        [$code, $said] = $this->doctor($this->web(), ['--web'], []);
        self::assertSame(0, $code, $said);
    }

    public function testTheExtensionIsMissing(): void
    {
        self::assertWrong('ext-ffi', 'not loaded', $this->doctor(['-n']));
    }

    public function testFfiIsOff(): void
    {
        self::assertWrong('ffi.enable', 'off', $this->doctor(['-d', 'ffi.enable=0']));
    }

    public function testTheLibraryIsNotFound(): void
    {
        $library = "$this->folder/libkenpo.so";
        self::assertWrong('library', 'no such file', $this->doctor([], [], ['KENPO_LIBRARY' => $library]));
        file_put_contents($library, 'no library');
        self::assertWrong('library', 'Failed loading', $this->doctor([], [], ['KENPO_LIBRARY' => $library]));
        self::assertWrong('library', '--install-library', $this->doctor([], [], ['KENPO_LIBRARY' => 'libkenpo.so.999']));
    }

    public function testNoHeaderIsPreloaded(): void
    {
        self::assertWrong('ffi.preload', 'is empty', $this->doctor($this->web(['ffi.preload' => '']), ['--web']));
    }

    public function testThePreloadedHeaderIsOfAnotherVersion(): void
    {
        $settings = $this->web();
        $header = "$this->folder/kenpo_php.h";
        file_put_contents($header, (string) file_get_contents($header) . '/* later */');
        self::assertWrong('ffi.preload', 'another version', $this->doctor($settings, ['--web']));
    }

    public function testThePreloadedHeaderIsOfAnotherAbi(): void
    {
        $settings = $this->web();
        $header = "$this->folder/kenpo_php.h";
        $other = str_replace('KENPO_ABI_VERSION = ' . Native::ABI, 'KENPO_ABI_VERSION = 999', (string) file_get_contents($header));
        file_put_contents($header, $other);
        self::assertWrong('ffi.preload', 'header for 999', $this->doctor($settings, ['--web']));
    }

    public function testOpcacheIsOff(): void
    {
        self::assertWrong('opcache.enable', 'off', $this->doctor($this->web(['opcache.enable' => '0']), ['--web']));
    }

    public function testNoClassIsPreloaded(): void
    {
        $with = fn (string $file): array => $this->doctor($this->web(['opcache.preload' => $file]), ['--web']);
        self::assertWrong('opcache.preload', 'is empty', $with(''));
        self::assertWrong('opcache.preload', 'cannot be read', $with("$this->folder/preload.php"));
    }

    public function testThereIsNoUserToPreloadAs(): void
    {
        $settings = $this->web(['opcache.preload_user' => 'nobody-of-that-name']);
        self::assertWrong('opcache.preload_user', 'no user', $this->doctor($settings, ['--web']));
    }

    public function testAHeaderNeedsAnExistingLibrary(): void
    {
        [$code] = $this->doctor([], ['--write-header', "$this->folder/h", '--library', "$this->folder/none.so"]);
        self::assertSame(1, $code);
        self::assertFileDoesNotExist("$this->folder/h");
        self::assertSame(2, $this->doctor([], ['--write-header', "$this->folder/h"])[0]);
        self::assertSame(2, $this->doctor([], ['nonsense'])[0]);
    }
}
