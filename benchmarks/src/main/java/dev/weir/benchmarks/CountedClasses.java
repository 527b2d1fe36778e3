package dev.weir.benchmarks;

import dev.weir.ThreadPool;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Weir's own classes, with a call of {@link StepCounts} beside each atomic instruction and each unpark. What the JDK's
 * collections do is not counted. Thread-safe.
 */
final class CountedClasses extends ClassLoader {

    private static final String WEIR = "dev.weir.";
    private static final String BENCHMARKS = CountedClasses.class.getPackageName() + '.';
    private static final String COUNTS = Type.getInternalName(StepCounts.class);
    private static final String HANDLE = "java/lang/invoke/VarHandle";
    private static final String ATOMICS = "java/util/concurrent/atomic/";
    private static final String LOCK_SUPPORT = "java/util/concurrent/locks/LockSupport";

    /** Methods of the atomic classes that are loads or stores. */
    private static final Set<String> PLAIN =
            Set.of("get", "set", "<init>", "intValue", "longValue", "length", "toString");

    CountedClasses() {
        super(CountedClasses.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(WEIR) || name.startsWith(BENCHMARKS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        String file = '/' + name.replace('.', '/') + ".class";
        try (InputStream in = Objects.requireNonNull(ThreadPool.class.getResourceAsStream(file), file)) {
            byte[] counted = count(new ClassReader(in));
            return defineClass(name, counted, 0, counted.length);
        } catch (IOException unreadable) {
            throw new ClassNotFoundException(name, unreadable);
        }
    }

    private static byte[] count(ClassReader original) {
        ClassWriter writer = new ClassWriter(original, ClassWriter.COMPUTE_MAXS);
        original.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access,
                            String name,
                            String descriptor,
                            @Nullable String signature,
                            String @Nullable [] exceptions) {
                        return new Counting(super.visitMethod(access, name, descriptor, signature, exceptions));
                    }
                },
                0);
        return writer.toByteArray();
    }

    private static final class Counting extends MethodVisitor {

        Counting(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            boolean isAtomic =
                    owner.equals(HANDLE) && !name.matches("(get|set)(Volatile|Opaque|Acquire|Release)?|.*Fence")
                            || owner.startsWith(ATOMICS) && !PLAIN.contains(name);
            if (isAtomic && name.contains("ompareAndSet")) {
                super.visitInsn(Opcodes.DUP);
                super.visitMethodInsn(Opcodes.INVOKESTATIC, COUNTS, "compareAndSet", "(Z)V", false);
            } else if (isAtomic) {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, COUNTS, "atomic", "()V", false);
            } else if (owner.equals(LOCK_SUPPORT) && name.equals("unpark")) {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, COUNTS, "unpark", "()V", false);
            }
        }
    }
}
