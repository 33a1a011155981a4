package consumer;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs {@link Main} in two class loaders that know nothing of each other, as two applications of one server do. */
public class TwoLoaders {
    public static void main(String[] arguments) throws Exception {
        List<URL> path = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            path.add(Path.of(entry).toUri().toURL());
        }
        List<ClassLoader> loaders = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            ClassLoader loader = new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
            loaders.add(loader);
            Thread.currentThread().setContextClassLoader(loader);
            loader.loadClass("consumer.Main").getMethod("main", String[].class).invoke(null, (Object) arguments);
        }
        if (loaders.get(0).loadClass("io.github.kenpo.Kenpo") == loaders.get(1).loadClass("io.github.kenpo.Kenpo")) {
            throw new IllegalStateException("one loader took the other's classes");
        }
    }
}
