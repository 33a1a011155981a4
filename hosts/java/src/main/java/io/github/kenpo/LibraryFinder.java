package io.github.kenpo;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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

    static Path find() {
        String named = System.getProperty("kenpo.library");
        if (named == null) {
            named = System.getenv("KENPO_LIBRARY");
        }
        if (named != null && !named.isEmpty()) {
            Path file = Path.of(named).toAbsolutePath();
            if (!Files.isRegularFile(file)) {
                throw new UnsatisfiedLinkError("there is no library " + file);
            }
            return whole(file);
        }
        String name = System.mapLibraryName("kenpo");
        for (String property : new String[] {"java.library.path", "jna.library.path"}) {
            for (String folder : System.getProperty(property, "").split(File.pathSeparator)) {
                Path file = Path.of(folder, name).toAbsolutePath();
                if (!folder.isEmpty() && Files.isRegularFile(file)) {
                    return whole(file);
                }
            }
        }
        String resource = "/native/" + platform() + "/" + name;
        byte[] bundled = bundled(resource);
        if (bundled == null) {
            throw new UnsatisfiedLinkError("no library kenpo: not in the system property kenpo.library, the environment"
                    + " variable KENPO_LIBRARY, java.library.path, jna.library.path or the resource " + resource);
        }
        return extract(bundled, name);
    }

    /** A library of Linux of which an end is missing would be loaded, and end the JVM at the first page that is not there. */
    private static Path whole(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] start = stream.readNBytes(64);
            ByteBuffer head = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
            if (start.length < 4 || head.getInt(0) != 0x464c457f) {
                return file;
            }
            if (start.length == 64) {
                // What lies last in the file: the table of its sections, for 32 bits or for 64.
                boolean is64 = start[4] == 2;
                long at = is64 ? head.getLong(40) : Integer.toUnsignedLong(head.getInt(32));
                int sizes = is64 ? 58 : 46;
                if (Files.size(file) >= at + (long) head.getShort(sizes) * head.getShort(sizes + 2)) {
                    return file;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new UnsatisfiedLinkError("the library " + file + " is damaged: its end is missing");
    }

    static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String linux = usesMusl() ? "linux-musl" : "linux";
        String system = os.startsWith("mac") ? "macos" : os.startsWith("windows") ? "windows" : linux;
        return system + "-" + switch (arch) {
            case "amd64", "x86_64" -> "x86_64";
            case "arm64", "aarch64" -> "aarch64";
            default -> arch;
        };
    }

    private static boolean usesMusl() {
        try {
            return usesMusl(Files.readString(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // No Linux, or one that hides it.
            return false;
        }
    }

    /** Whether a JVM of which this is mapped runs on musl, as Alpine's does; a system may have glibc beside it. */
    static boolean usesMusl(String maps) {
        return maps.contains("/ld-musl-") || maps.contains("/libc.musl-");
    }

    private static byte @Nullable [] bundled(String resource) {
        try (InputStream stream = LibraryFinder.class.getResourceAsStream(resource)) {
            return stream == null ? null : stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Into the folder that is named; else into the user's cache, and where that cannot be into a temporary folder. */
    private static Path extract(byte[] library, String name) {
        String named = System.getProperty("kenpo.extract");
        String faults = "";
        if (named != null && !named.isEmpty()) {
            try {
                return extract(library, name, Path.of(named).toAbsolutePath());
            } catch (IOException e) {
                faults = say(e);
            }
        } else {
            try {
                return extract(library, name, userCache().resolve("kenpo").toAbsolutePath());
            } catch (IOException e) {
                faults = say(e);
            }
            try {
                return extractForNow(library, name);
            } catch (IOException e) {
                faults += "; " + say(e);
            }
        }
        throw new UnsatisfiedLinkError("the library kenpo cannot be extracted: " + faults
                + "; the system property kenpo.extract names a folder for it");
    }

    private static String say(IOException e) {
        return e instanceof NotExecutable ? e.getMessage() : e.toString();
    }

    /** The folder is named after the content: versions live side by side, and nothing that is in use is overwritten. */
    private static Path extract(byte[] library, String name, Path below) throws IOException {
        Path folder = Files.createDirectories(below.resolve(digest(library)));
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file) || !Arrays.equals(Files.readAllBytes(file), library)) {
            Path written = Files.createTempFile(folder, name, null);
            try {
                Files.write(written, library);
                Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(written);
            }
        }
        return executable(file);
    }

    /** Once for a process, in a folder that only its user can read, and gone when it ends. */
    private static Path extractForNow(byte[] library, String name) throws IOException {
        Path folder = Files.createTempDirectory("kenpo");
        folder.toFile().deleteOnExit();
        Path file = folder.resolve(name);
        file.toFile().deleteOnExit();
        return executable(Files.write(file, library));
    }

    /** Linux says of no file of a file system mounted noexec that it may be executed, whoever asks. */
    private static Path executable(Path file) throws IOException {
        file.toFile().setExecutable(true, true);
        if (!Files.isExecutable(file)) {
            throw new NotExecutable(file);
        }
        return file;
    }

    private static final class NotExecutable extends IOException {
        private static final long serialVersionUID = 1L;

        NotExecutable(Path file) {
            super("nothing can be executed from " + file.getParent() + ", which may be mounted noexec");
        }
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
