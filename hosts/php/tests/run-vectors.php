<?php

/** `php tests/run-vectors.php cli` runs every vector in this process, `web` in requests of a web server, `process` over a process of the command. */

declare(strict_types=1);

use Kenpo\Kenpo;
use Kenpo\Tests\Project;
use Kenpo\Tests\Vectors;
use Kenpo\Tests\WebServer;

require __DIR__ . '/../vendor/autoload.php';

set_error_handler(
    static fn (int $level, string $message) => (error_reporting() & $level) === 0 ? false : throw new ErrorException($message),
);
$lane = $argv[1] ?? '';
if (isset($argv[2])) {
    putenv("KENPO_ROOT=$argv[2]");
}
$root = Project::root();
if ($lane === 'cli') {
    putenv('KENPO_LIBRARY=' . Project::library());
    $abi = Kenpo::abi();
    $run = static fn (string $file): array => Vectors::run($root, $file);
} elseif ($lane === 'process') {
    putenv('KENPO_COMMAND=' . Project::command());
    if (extension_loaded('ffi')) {
        fwrite(STDERR, "this lane is for a PHP without FFI: start it with -n\n");
        exit(1);
    }
    $abi = Kenpo::abi();
    $run = static fn (string $file): array => Vectors::run($root, $file);
} elseif ($lane === 'web') {
    $server = new WebServer();
    $settings = $server->get('settings');
    foreach (['cdef', 'scope'] as $call) {
        if (!str_contains($settings[$call], 'restricted')) {
            fwrite(STDERR, "FFI::$call is not refused to a class that was not preloaded: {$settings[$call]}\n");
            exit(1);
        }
    }
    if ($settings['sapi'] !== 'cli-server' || $settings['user'] === 0) {
        fwrite(STDERR, "this is no web server of a common user\n");
        exit(1);
    }
    $abi = $settings['abi'];
    $run = static fn (string $file): array => $server->get('vectors?' . http_build_query(['file' => $file]));
} else {
    fwrite(STDERR, "php tests/run-vectors.php cli|web|process [root]\n");
    exit(2);
}

$digest = hash_init('sha256');
$ids = [];
$failed = [];
foreach (Vectors::files($root) as $file) {
    ['lines' => $lines, 'failures' => $failures] = $run($file);
    foreach ($lines as $id => $line) {
        if (isset($ids[$id])) {
            $failures[] = [$id, 'the id stands twice'];
        }
        $ids[$id] = true;
        hash_update($digest, "$line\n");
    }
    foreach ($failures as [$id, $fault]) {
        echo "$id: $fault\n";
        $failed[$id] = true;
    }
}
printf(
    "kenpo-vectors runner=php-%s abi=%d cases=%d failed=%d answers_sha256=%s\n",
    $lane,
    $abi,
    count($ids),
    count($failed),
    hash_final($digest),
);
exit($failed === [] ? 0 : 1);
