package io.github.kenpo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class VectorTest {
    @Test
    void everyVectorComesOutAsRecorded() throws Exception {
        assertEquals(0, VectorRunner.run(Project.root(), System.out));
    }
}
