package syntic.workbook;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The display channel of the Jupyter kernel that runs this code, found by reflection, since the three kernels that
 * notebooks run on share its shape but not its classes.
 */
final class KernelDisplay {
    /** Where a running kernel is found: a class and its static method that gives the kernel or null. */
    record Source(String className, String method) {
    }

    /** This project's kernel, IJava, JJava up to 1.0-a5, and since 1.0-a6. */
    private static final List<Source> SOURCES = List.of(
            new Source("syntic.kernel.SynticKernel", "current"),
            new Source("io.github.spencerpark.ijava.IJava", "getKernelInstance"),
            new Source("org.dflib.jjava.JJava", "getKernelInstance"),
            new Source("org.dflib.jjava.jupyter.kernel.BaseKernel", "notebookKernel"));

    private final Object kernel;
    private final Method display;

    private KernelDisplay(Object kernel) {
        this.kernel = kernel;
        this.display = method(kernel, "display", "DisplayData");
    }

    static Optional<KernelDisplay> find() {
        return find(SOURCES);
    }

    static Optional<KernelDisplay> find(List<Source> sources) {
        for (Source source : sources) {
            Optional<Class<?>> type = load(source.className());
            Object kernel = type.isPresent() ? kernel(type.get(), source.method()) : null;
            if (kernel != null) {
                return Optional.of(new KernelDisplay(kernel));
            }
        }
        return Optional.empty();
    }

    private static Object kernel(Class<?> type, String method) {
        try {
            return type.getMethod(method).invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the kernel class " + type.getName()
                    + " is there, but does not give its kernel: use a version the README names", e);
        }
    }

    /** Kernels load a cell's code with a loader of their own, which may see more than the one of this class. */
    private static Optional<Class<?>> load(String name) {
        for (ClassLoader loader : new ClassLoader[] {Thread.currentThread().getContextClassLoader(),
            KernelDisplay.class.getClassLoader()}) {
            if (loader != null) {
                try {
                    return Optional.of(Class.forName(name, true, loader));
                } catch (ClassNotFoundException e) {
                    continue; // not on that kernel
                }
            }
        }
        return Optional.empty();
    }

    /** Shows a new output. */
    void show(Bundle bundle) {
        call(kernel, display, data(bundle, null));
    }

    /** Shows a new output that {@link #update} can replace. */
    void show(Bundle bundle, String id) {
        call(kernel, display, data(bundle, id));
    }

    /** Replaces the output that was shown with this id. */
    void update(Bundle bundle, String id) {
        try {
            Object io = kernel.getClass().getMethod("getIO").invoke(kernel);
            Object stream = io.getClass().getField("display").get(io);
            call(stream, method(stream, "updateDisplay", "DisplayData"), data(bundle, id));
        } catch (ReflectiveOperationException e) {
            throw failed(e);
        }
    }

    private Object data(Bundle bundle, String id) {
        Class<?> type = display.getParameterTypes()[0];
        try {
            Object data = type.getConstructor().newInstance();
            Method putData = type.getMethod("putData", String.class, Object.class);
            for (Map.Entry<String, String> entry : bundle.data().entrySet()) {
                putData.invoke(data, entry.getKey(), entry.getValue());
            }
            Method putMetaData = type.getMethod("putMetaData", String.class, Object.class);
            for (Map.Entry<String, Object> entry : bundle.metadata().entrySet()) {
                putMetaData.invoke(data, entry.getKey(), entry.getValue());
            }
            if (id != null) {
                type.getMethod("setDisplayId", String.class).invoke(data, id);
            }
            return data;
        } catch (ReflectiveOperationException e) {
            throw failed(e);
        }
    }

    private static Method method(Object target, String name, String parameterType) {
        for (Method method : target.getClass().getMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == 1
                    && method.getParameterTypes()[0].getSimpleName().equals(parameterType)) {
                return method;
            }
        }
        throw new IllegalStateException(target.getClass().getName() + " has no method " + name + "(" + parameterType
                + "): use a kernel the README names");
    }

    private static void call(Object target, Method method, Object argument) {
        try {
            method.invoke(target, argument);
        } catch (ReflectiveOperationException e) {
            throw failed(e);
        }
    }

    private static IllegalStateException failed(ReflectiveOperationException e) {
        Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
        return new IllegalStateException("the kernel did not take an output: " + cause, cause);
    }
}
