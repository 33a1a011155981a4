<?php

declare(strict_types=1);

namespace Kenpo\Tests;

use Kenpo\Native;
use PHPUnit\Framework\TestCase;

final class WebTest extends TestCase
{
    public function testOnlyThePreloadedClassMayCallTheLibrary(): void
    {
        $server = new WebServer();
        $settings = $server->get('settings');

        self::assertSame('cli-server', $settings['sapi']);
        self::assertNotSame(0, $settings['user']);
        self::assertSame('preload', $settings['ffi.enable']);
        self::assertStringContainsString('restricted', $settings['cdef']);
        self::assertStringContainsString('restricted', $settings['scope']);
        self::assertSame(Native::ABI, $settings['abi']);
        foreach ($server->get('doctor') as [$right, $setting, $remark]) {
            self::assertTrue($right, "$setting: $remark");
        }
    }
}
