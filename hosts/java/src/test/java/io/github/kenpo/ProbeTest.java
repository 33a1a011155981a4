package io.github.kenpo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.jna.NativeLibrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

class ProbeTest {
    @Test
    @EnabledIfEnvironmentVariable(named = "KENPO_PROBE_LIBRARY", matches = ".+")
    void aPanicBecomesAStatus() {
        NativeLibrary probe = NativeLibrary.getInstance(System.getenv("KENPO_PROBE_LIBRARY"));
        for (int i = 0; i < 3; i++) {
            int status = probe.getFunction("kenpo_probe_panic").invokeInt(new Object[0]);
            assertEquals(Status.PANIC, Status.ofNumber(status));
        }
        assertEquals(Abi.VERSION, probe.getFunction("kenpo_abi_version").invokeInt(new Object[0]));
    }

    @Test
    void whatIsShippedHasNoProbe() {
        NativeLibrary library = NativeLibrary.getInstance(Project.library().toString());
        assertThrows(UnsatisfiedLinkError.class, () -> library.getFunction("kenpo_probe_panic"));
    }
}
