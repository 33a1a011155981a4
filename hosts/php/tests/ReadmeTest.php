<?php

declare(strict_types=1);

namespace Kenpo\Tests;

use PHPUnit\Framework\TestCase;

final class ReadmeTest extends TestCase
{
    public function testTheQuickStartRuns(): void
    {
        $readme = (string) file_get_contents(dirname(__DIR__) . '/README.md');
        self::assertSame(1, preg_match('/^```php\n(.*?)^```$/ms', $readme, $found));
        self::assertLessThanOrEqual(10, count(array_filter(explode("\n", $found[1]))));

        $folder = sys_get_temp_dir() . '/kenpo-readme-' . bin2hex(random_bytes(8));
        mkdir($folder);
        symlink(dirname(__DIR__) . '/vendor', "$folder/vendor");
        symlink(Project::root() . '/programmes', "$folder/programmes");
        file_put_contents("$folder/start.php", "<?php\n$found[1]");
        $outcome = Project::execute([PHP_BINARY, 'start.php'], ['KENPO_LIBRARY' => Project::library()], $folder);
        array_map('unlink', glob("$folder/*") ?: []);
        rmdir($folder);

        self::assertSame([0, "20\n"], $outcome);
    }
}
