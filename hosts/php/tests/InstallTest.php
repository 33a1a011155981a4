<?php

declare(strict_types=1);

namespace Kenpo\Tests;

use Kenpo\Internal\Installer;
use Kenpo\LoadException;
use Kenpo\Native;
use PHPUnit\Framework\TestCase;

final class InstallTest extends TestCase
{
    private string $folder = '';

    protected function setUp(): void
    {
        $this->folder = sys_get_temp_dir() . '/kenpo-install-' . bin2hex(random_bytes(8));
        mkdir($this->folder);
    }

    protected function tearDown(): void
    {
        Project::execute(['rm', '-rf', $this->folder]);
    }

    public function testPlatforms(): void
    {
        self::assertSame('linux-x86_64', Installer::platform('x86_64', false, 'Linux'));
        self::assertSame('linux-musl-aarch64', Installer::platform('aarch64', true, 'Linux'));
        self::assertSame('windows-x86_64', Installer::platform('AMD64', false, 'Windows'));
        self::assertSame('macos-aarch64', Installer::platform('arm64', false, 'Darwin'));
    }

    public function testThePackagesOwnLibraryIsInstalledAndFound(): void
    {
        [$code, $said] = $this->doctor(Installer::platform(php_uname('m'), false));
        self::assertSame(0, $code, $said);
        self::assertStringContainsString("$this->folder/lib/libkenpo.so.1", $said);

        $code = 'require $argv[1]; echo Kenpo\Native::library(), " ", Kenpo\Kenpo::abi();';
        $says = Project::execute([PHP_BINARY, '-r', $code, "$this->folder/vendor/autoload.php"], []);
        self::assertSame([0, "$this->folder/lib/libkenpo.so.1 " . Native::ABI], $says);
    }

    public function testAPackageWithoutALibraryForTheSystemSaysWhichItHas(): void
    {
        [$code, $said] = $this->doctor('plan9-mips');
        self::assertSame(1, $code);
        self::assertStringContainsString('only for: plan9-mips', $said);
    }

    /** It lacks every other function: PHP alone would name the first of those. */
    public function testALibraryOfAnotherAbiIsNamedByBothNumbers(): void
    {
        file_put_contents("$this->folder/other.c", 'unsigned kenpo_abi_version(void) { return 77; }');
        $library = "$this->folder/libother.so";
        [$code, $said] = Project::execute(['gcc', '-shared', '-fPIC', '-o', $library, "$this->folder/other.c"]);
        self::assertSame(0, $code, $said);
        $this->expectException(LoadException::class);
        $this->expectExceptionMessage('for ABI ' . Native::ABI . ", $library is of ABI 77");
        Native::probe(Native::HEADER, $library);
    }

    /** @return array{int, string} what the command says in a copy of the package with the library of one platform */
    private function doctor(string $platform): array
    {
        $package = dirname(__DIR__);
        $parts = array_map(static fn (string $part): string => "$package/$part", ['src', 'include', 'bin', 'vendor']);
        Project::execute(['cp', '-R', ...$parts, "$package/preload.php", $this->folder]);
        mkdir("$this->folder/native/$platform", 0755, true);
        copy(Project::library(), "$this->folder/native/$platform/libkenpo.so");

        return Project::execute([PHP_BINARY, "$this->folder/bin/kenpo-doctor", '--install-library'], []);
    }
}
