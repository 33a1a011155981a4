<?php

/** What the web server's requests reach. Answers are JSON. */

declare(strict_types=1);

use Kenpo\Doctor;
use Kenpo\Kenpo;
use Kenpo\Tests\Vectors;

require __DIR__ . '/../../vendor/autoload.php';

$root = dirname(__DIR__, 4);
$page = trim((string) parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH), '/');

/** What a class that was not preloaded is told when it turns to FFI. */
function refused(Closure $attempt): string
{
    try {
        $attempt();
    } catch (FFI\Exception $exception) {
        return $exception->getMessage();
    }

    return 'nothing';
}

$answer = match ($page) {
    'settings' => [
        'sapi' => PHP_SAPI,
        'user' => posix_geteuid(),
        'ffi.enable' => ini_get('ffi.enable'),
        'cdef' => refused(static fn () => FFI::cdef('int abs(int);')),
        'scope' => refused(static fn () => FFI::scope('KENPO')),
        'abi' => Kenpo::abi(),
    ],
    'doctor' => Doctor::examine(true),
    'vectors' => Vectors::run($root, $_GET['file']),
};
header('Content-Type: application/json');
echo json_encode($answer, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
