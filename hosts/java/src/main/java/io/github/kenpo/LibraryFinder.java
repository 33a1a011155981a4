package io.github.kenpo;

import com.sun.jna.NativeLibrary;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the library; {@link Kenpo} says where. */
final class LibraryFinder {
    private LibraryFinder() {}

    static NativeLibrary load() {
        return NativeLibrary.getInstance(find().toString());
    }

    private static Path find() {
        String named = System.getProperty("kenpo.library");
        if (named == null) {
            named = System.getenv("KENPO_LIBRARY");
        }
        if (named != null && !named.isEmpty()) {
            Path file = Path.of(named).toAbsolutePath();
            if (!Files.isRegularFile(file)) {
                throw new UnsatisfiedLinkError("there is no library " + file);
            }
            return file;
        }
        String name = System.mapLibraryName("kenpo");
        for (String property : new String[] {"java.library.path", "jna.library.path"}) {
            for (String folder : System.getProperty(property, "").split(File.pathSeparator)) {
                Path file = Path.of(folder, name).toAbsolutePath();
                if (!folder.isEmpty() && Files.isRegularFile(file)) {
                    return file;
                }
            }
        }
        String resource = "/native/" + platform() + "/" + name;
        byte[] bundled = bundled(resource);
        if (bundled == null) {
            throw new UnsatisfiedLinkError("no library kenpo: not in the system property kenpo.library, the environment"
                    + " variable KENPO_LIBRARY, java.library.path, jna.library.path or the resource " + resource);
        }
        try {
            return extract(bundled, name);
        } catch (IOException e) {
            throw new UnsatisfiedLinkError("cannot extract the library; the system property kenpo.extract names a"
                    + " folder for it: " + e);
        }
    }

    static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String system = os.startsWith("mac") ? "macos" : os.startsWith("windows") ? "windows" : "linux";
        return system + "-" + switch (arch) {
            case "amd64", "x86_64" -> "x86_64";
            case "arm64", "aarch64" -> "aarch64";
            default -> arch;
        };
    }

    private static byte @Nullable [] bundled(String resource) {
        try (InputStream stream = LibraryFinder.class.getResourceAsStream(resource)) {
            return stream == null ? null : stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder is named after the content: versions live side by side, and nothing that is in use is overwritten. */
    private static Path extract(byte[] library, String name) throws IOException {
        Path folder = Files.createDirectories(extractFolder().resolve(digest(library)));
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file) || !Arrays.equals(Files.readAllBytes(file), library)) {
            Path written = Files.createTempFile(folder, name, null);
            Files.write(written, library);
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return file;
    }

    private static Path extractFolder() {
        String named = System.getProperty("kenpo.extract");
        return (named == null || named.isEmpty() ? userCache().resolve("kenpo") : Path.of(named)).toAbsolutePath();
    }

    private static Path userCache() {
        Path home = Path.of(System.getProperty("user.home"));
        if (platform().startsWith("macos")) {
            return home.resolve("Library/Caches");
        }
        boolean windows = platform().startsWith("windows");
        String cache = System.getenv(windows ? "LOCALAPPDATA" : "XDG_CACHE_HOME");
        return cache == null || cache.isEmpty() ? home.resolve(windows ? "AppData/Local" : ".cache") : Path.of(cache);
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
