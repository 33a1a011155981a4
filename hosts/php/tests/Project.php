<?php

declare(strict_types=1);

namespace Kenpo\Tests;

/** Where things are. */
final class Project
{
    /** The project's root, which `KENPO_ROOT` may name. */
    public static function root(): string
    {
        return realpath((string) getenv('KENPO_ROOT') ?: __DIR__ . '/../../..') ?: throw new \RuntimeException('no root');
    }

    /** The library that `KENPO_LIBRARY` names, or else the one that was built for runners. */
    public static function library(): string
    {
        $library = (string) getenv('KENPO_LIBRARY') ?: self::root() . '/target/quick/libkenpo.so';

        return realpath($library) ?: throw new \RuntimeException("there is no library $library");
    }

    /** The command that `KENPO_TESTED_COMMAND` names, or else the one that was built. */
    public static function command(): string
    {
        $command = (string) getenv('KENPO_TESTED_COMMAND') ?: self::root() . '/target/debug/kenpo';

        return realpath($command) ?: throw new \RuntimeException("there is no command $command");
    }

    public static function kkr(): string
    {
        return (string) file_get_contents(self::root() . '/programmes/kkr.json');
    }

    /**
     * Runs a command to its end.
     *
     * @param list<string>               $command
     * @param array<string, string>|null $environment
     *
     * @return array{int, string} its exit code, and all it wrote
     */
    public static function execute(array $command, ?array $environment = null, ?string $folder = null): array
    {
        $process = proc_open($command, [1 => ['pipe', 'w'], 2 => ['redirect', 1]], $pipes, $folder, $environment);
        $said = (string) stream_get_contents($pipes[1]);

        return [proc_close($process), $said];
    }
}
