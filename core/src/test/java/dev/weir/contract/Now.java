package dev.weir.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Task;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.concurrent.Future;

/** Calls the methods that futures have from JDK 19 on, from code that is compiled for 17. Stateless. */
final class Now {

    private Now() {}

    /** Whether the futures of this JDK have them. */
    static boolean isInJdk() {
        return Arrays.stream(Future.class.getMethods())
                .anyMatch(method -> method.getName().equals("resultNow"));
    }

    static Object resultNow(Future<?> future) throws Throwable {
        return call(future, "resultNow");
    }

    static Object exceptionNow(Future<?> future) throws Throwable {
        return call(future, "exceptionNow");
    }

    /** Checks what {@code state()} says, where the JDK knows of it. */
    static void assertState(Future<?> future, String expected) throws Throwable {
        if (isInJdk()) {
            assertThat(call(future, "state")).asString().isEqualTo(expected);
        }
    }

    private static Object call(Future<?> future, String name) throws Throwable {
        Method method = (isInJdk() ? Future.class : Task.class).getMethod(name);
        try {
            return method.invoke(future);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
