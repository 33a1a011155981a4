<?php

declare(strict_types=1);

namespace Kenpo\Tests;

use Kenpo\Kenpo;
use Kenpo\LoadException;
use Kenpo\Native;
use PHPUnit\Framework\TestCase;

final class LoadTest extends TestCase
{
    /** @return array{int, string} */
    private function php(string $code, string ...$settings): array
    {
        $code = 'require ' . var_export(dirname(__DIR__) . '/vendor/autoload.php', true) . "; $code";

        return Project::execute([PHP_BINARY, ...$settings, '-r', $code], ['KENPO_LIBRARY' => Project::library()]);
    }

    public function testNothingIsLoadedBeforeTheFirstCall(): void
    {
        $uses = 'new Kenpo\Types\Arrival("2022-02-01", 8000); class_exists(Kenpo\Kenpo::class); '
            . 'class_exists(Kenpo\Programme::class); class_exists(Kenpo\Native::class); '
            . 'preg_match("/libkenpo/", file_get_contents("/proc/self/maps")) === 0 or exit(1); '
            . 'Kenpo\Kenpo::abi(); preg_match("/libkenpo/", file_get_contents("/proc/self/maps")) === 1 or exit(2);';

        self::assertSame([0, ''], $this->php($uses));
    }

    public function testWithoutFfiTheFirstCallSaysSo(): void
    {
        $tells = 'try { Kenpo\Kenpo::version(); } catch (Kenpo\LoadException $e) { echo $e->fault; }';

        self::assertSame([0, 'the PHP extension ffi is not loaded'], $this->php($tells, '-n'));
        self::assertStringContainsString('ffi.enable', $this->php($tells, '-d', 'ffi.enable=0')[1]);
    }

    public function testAPreloadedHeaderIsTaken(): void
    {
        $header = tempnam(sys_get_temp_dir(), 'kenpo');
        file_put_contents($header, \Kenpo\Doctor::headerFor(Project::library()));
        $says = 'putenv("KENPO_LIBRARY=/nowhere/libkenpo.so"); echo Kenpo\Kenpo::abi();';

        self::assertSame([0, (string) Native::ABI], $this->php($says, '-d', "ffi.preload=$header"));
        unlink($header);
    }

    public function testALibraryOfAnotherAbiIsRefused(): void
    {
        $header = tempnam(sys_get_temp_dir(), 'kenpo');
        $other = preg_replace('/KENPO_ABI_VERSION = \d+/', 'KENPO_ABI_VERSION = 999', (string) file_get_contents(Native::HEADER));
        file_put_contents($header, $other);
        try {
            $this->expectException(LoadException::class);
            $this->expectExceptionMessage('999');
            Native::probe($header, Project::library());
        } finally {
            unlink($header);
        }
    }

    /** Loaded, it would end the process by a signal. */
    public function testALibraryOfWhichTheEndIsMissingIsRefused(): void
    {
        $whole = (string) file_get_contents(Project::library());
        $cut = tempnam(sys_get_temp_dir(), 'kenpo');
        foreach ([0, 20, 100, 5_000, strlen($whole) >> 1, strlen($whole) - 1] as $length) {
            file_put_contents($cut, substr($whole, 0, $length));
            [$code, $said] = $this->php("try { Kenpo\Native::probe(Kenpo\Native::HEADER, '$cut'); } catch (Kenpo\LoadException \$e) { echo \$e->fault; }");
            self::assertSame(0, $code, "$length bytes");
            self::assertStringContainsString($length === 0 ? 'Failed loading' : "$cut is damaged", $said);
        }
        unlink($cut);
    }

    public function testThePackageIsForTheHeadersAbi(): void
    {
        self::assertSame(Native::ABI, Kenpo::abi());
    }

    public function testAPanicEndsAtTheBorder(): void
    {
        $library = (string) getenv('KENPO_PROBE_LIBRARY');
        if ($library === '') {
            self::markTestSkipped('KENPO_PROBE_LIBRARY names no library that was built to be probed');
        }
        $panics = 'echo FFI::cdef("int kenpo_probe_panic(void);", $argv[1])->kenpo_probe_panic(), '
            . '" ", FFI::cdef("unsigned kenpo_abi_version(void);", $argv[1])->kenpo_abi_version();';

        self::assertSame([0, '2 1'], Project::execute([PHP_BINARY, '-r', $panics, $library]));
    }
}
