<?php

declare(strict_types=1);

namespace Kenpo\Tests;

use Kenpo\Doctor;

/**
 * PHP's built-in web server with the settings of production: FFI for preloaded classes only, and never as root.
 *
 * It serves a copy, so that its user can read it wherever the project lies.
 */
final class WebServer
{
    private string $copy;
    private int $port;
    /** @var resource */
    private $process;

    public function __construct()
    {
        $this->copy = sys_get_temp_dir() . '/kenpo-web-' . bin2hex(random_bytes(8));
        try {
            $this->copy();
            $this->start();
        } catch (\Throwable $fault) {
            $this->stop();
            throw $fault;
        }
    }

    public function __destruct()
    {
        $this->stop();
    }

    /** @return array<mixed> what the page answers */
    public function get(string $page): array
    {
        $context = stream_context_create(['http' => ['ignore_errors' => true, 'timeout' => 60]]);
        $answer = (string) @file_get_contents("http://127.0.0.1:$this->port/$page", false, $context);
        $data = json_decode($answer, true);

        return is_array($data) ? $data : throw new \RuntimeException("$page: $answer\n" . $this->log());
    }

    private function copy(): void
    {
        self::must(['mkdir', '-p', "$this->copy/hosts/php", "$this->copy/tests"]);
        $root = Project::root();
        $package = ['src', 'include', 'vendor', 'tests', 'preload.php'];
        $of = static fn (string $name): string => dirname(__DIR__) . "/$name";
        self::must(['cp', '-R', ...array_map($of, $package), "$this->copy/hosts/php"]);
        self::must(['cp', '-R', "$root/tests/vectors", "$root/tests/programmes", "$this->copy/tests"]);
        self::must(['cp', '-R', "$root/programmes", $this->copy]);
        copy(Project::library(), "$this->copy/libkenpo.so");
        file_put_contents("$this->copy/kenpo_php.h", Doctor::headerFor("$this->copy/libkenpo.so"));
        self::must(['chmod', '-R', 'a+rX', $this->copy]);
    }

    private function stop(): void
    {
        if (isset($this->process)) {
            proc_terminate($this->process);
            proc_close($this->process);
            unset($this->process);
        }
        self::must(['rm', '-rf', $this->copy]);
    }

    private function start(): void
    {
        $socket = stream_socket_server('tcp://127.0.0.1:0') ?: throw new \RuntimeException('no port is free');
        $this->port = (int) substr((string) strrchr((string) stream_socket_get_name($socket, false), ':'), 1);
        fclose($socket);
        $settings = [
            'ffi.enable' => 'preload',
            'ffi.preload' => "$this->copy/kenpo_php.h",
            'opcache.enable' => '1',
            'opcache.enable_cli' => '1',
            'opcache.preload' => "$this->copy/hosts/php/preload.php",
        ];
        $command = [PHP_BINARY];
        foreach ($settings as $name => $value) {
            array_push($command, '-d', "$name=$value");
        }
        array_push($command, '-S', "127.0.0.1:$this->port", "$this->copy/hosts/php/tests/web/front.php");
        if (posix_geteuid() === 0) {
            $nobody = posix_getpwnam('nobody') ?: throw new \RuntimeException('there is no user nobody');
            $as = ["--reuid={$nobody['uid']}", "--regid={$nobody['gid']}", '--clear-groups'];
            array_unshift($command, 'setpriv', ...$as);
        }
        $log = ['file', "$this->copy/log", 'a'];
        $this->process = proc_open($command, [1 => $log, 2 => $log], $pipes, '/')
            ?: throw new \RuntimeException('the server does not start');
        for ($attempt = 0; $attempt < 100; ++$attempt) {
            $connection = @stream_socket_client("tcp://127.0.0.1:$this->port");
            if ($connection !== false) {
                fclose($connection);

                return;
            }
            usleep(100_000);
        }
        throw new \RuntimeException("the server does not answer\n" . $this->log());
    }

    private function log(): string
    {
        return (string) file_get_contents("$this->copy/log");
    }

    /** @param list<string> $command */
    private static function must(array $command): void
    {
        [$code, $said] = Project::execute($command);
        if ($code !== 0) {
            throw new \RuntimeException(implode(' ', $command) . ": $said");
        }
    }
}
