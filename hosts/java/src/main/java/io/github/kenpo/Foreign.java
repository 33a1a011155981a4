package io.github.kenpo;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes method handles of C functions by {@code java.lang.foreign}. It is looked up by name, since this package is compiled
 * for Java 17: so one class file serves every version, and the jar need not hold one for each.
 */
final class Foreign {
    private final MethodHandles.Lookup lookup = MethodHandles.lookup();
    private final Class<?> segment = type("MemorySegment");
    private final Class<?> layout = type("MemoryLayout");
    private final Class<?> descriptor = type("FunctionDescriptor");
    private final Class<?> option = type("Linker$Option");
    private final Class<?> symbols = type("SymbolLookup");
    private final Object linker = call(type("Linker"), "nativeLinker", null);
    private final Object system = call(type("Linker"), "defaultLookup", linker);
    private final Object library;

    Foreign(Path file) {
        Class<?> arena = type("Arena");
        Object global = call(arena, "global", null);
        library = invoke(method(symbols, "libraryLookup", Path.class, arena), null, file, global);
    }

    /** A function of the library. */
    MethodHandle function(String name, MethodType type) {
        return handle(library, name, type);
    }

    /** A function of the C library. */
    MethodHandle system(String name, MethodType type) {
        return handle(system, name, type);
    }

    /**
     * A function by its type, in which a {@code long} may be an address and an array is its first element's. Whoever takes an
     * array is short: until it returns no collection begins.
     */
    private MethodHandle handle(Object where, String name, MethodType type) {
        Optional<?> symbol = (Optional<?>) invoke(method(symbols, "find", String.class), where, name);
        if (symbol.isEmpty()) {
            throw new UnsatisfiedLinkError("there is no function " + name);
        }
        List<Object> layouts = new ArrayList<>();
        boolean arrays = false;
        for (Class<?> parameter : type.parameterList()) {
            layouts.add(layout(parameter));
            arrays |= parameter.isArray();
        }
        Object parameters = array(layout, layouts.toArray());
        Object function = type.returnType() == void.class
                ? invoke(method(descriptor, "ofVoid", layout.arrayType()), null, parameters)
                : invoke(method(descriptor, "of", layout, layout.arrayType()), null, layout(type.returnType()), parameters);
        Object options = arrays
                ? array(option, invoke(method(option, "critical", boolean.class), null, true))
                : array(option);
        MethodHandle handle = (MethodHandle) invoke(
                method(type("Linker"), "downcallHandle", segment, descriptor, option.arrayType()),
                linker,
                symbol.get(),
                function,
                options);
        for (int i = 0; i < type.parameterCount(); i++) {
            Class<?> parameter = type.parameterType(i);
            if (parameter.isArray()) {
                handle = MethodHandles.filterArguments(handle, i, find("ofArray", parameter));
            }
        }
        return handle.asType(type);
    }

    /** The address of a direct buffer's first byte. */
    MethodHandle address() {
        try {
            MethodHandle of = lookup.findStatic(segment, "ofBuffer", MethodType.methodType(segment, java.nio.Buffer.class));
            MethodHandle address = lookup.findVirtual(segment, "address", MethodType.methodType(long.class));
            return MethodHandles.filterReturnValue(of, address).asType(MethodType.methodType(long.class, ByteBuffer.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private MethodHandle find(String name, Class<?> parameter) {
        try {
            return lookup.findStatic(segment, name, MethodType.methodType(segment, parameter));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private Object layout(Class<?> type) {
        String name = type == int.class ? "JAVA_INT" : type == long.class ? "JAVA_LONG" : "ADDRESS";
        try {
            return type("ValueLayout").getField(name).get(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static Object array(Class<?> type, Object... elements) {
        Object array = Array.newInstance(type, elements.length);
        for (int i = 0; i < elements.length; i++) {
            Array.set(array, i, elements[i]);
        }
        return array;
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName("java.lang.foreign." + name);
        } catch (ClassNotFoundException e) {
            throw new UnsatisfiedLinkError("java.lang.foreign is there from Java 22 on");
        }
    }

    private static java.lang.reflect.Method method(Class<?> type, String name, Class<?>... parameters) {
        try {
            return type.getMethod(name, parameters);
        } catch (NoSuchMethodException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static Object call(Class<?> type, String name, Object on) {
        return invoke(method(type, name), on);
    }

    private static Object invoke(java.lang.reflect.Method method, Object on, Object... arguments) {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            UnsatisfiedLinkError error = new UnsatisfiedLinkError("java.lang.foreign does not let the library be called ("
                    + e.getCause().getMessage() + "); --enable-native-access allows it");
            error.initCause(e.getCause());
            throw error;
        } catch (IllegalAccessException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
