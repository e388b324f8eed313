package syntic.store;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import syntic.io.CacheFolder;
import syntic.io.UserException;

/**
 * Float32 numbers one after the other, never changed: in the heap if they are few, else in a file in the cache folder
 * that is gone with the process. Rows here and there are read from it: a page that is missing in mapped memory can make
 * the system read thousands of rows around it. What is taken in order is mapped.
 */
final class Values {
    /** Numbers that are copied at once. */
    static final int BLOCK = 1 << 20;
    /** Of the heap, the part that one set of numbers may take. */
    private static final int SHARE = 32;
    private static final long FEW = 1 << 20;
    /** Numbers of one mapping, which must be below 2 GiB. */
    private static final int PIECE = 1 << 28;

    private final long size;
    private final float[] heap;
    /** Closed when nobody has it any more, like its mappings; no channel, which an interrupt would close for all. */
    private final RandomAccessFile file;
    private final List<ByteBuffer> pieces;

    private Values(long size, float[] heap, RandomAccessFile file, List<ByteBuffer> pieces) {
        this.size = size;
        this.heap = heap;
        this.file = file;
        this.pieces = pieces;
    }

    /** How many numbers stay in the heap. */
    private static long mostInHeap() {
        return Math.max(FEW, Runtime.getRuntime().maxMemory() / Float.BYTES / SHARE);
    }

    long size() {
        return size;
    }

    float[] get(long from, int count) {
        float[] some = new float[count];
        get(from, some, 0, count);
        return some;
    }

    void get(long from, float[] into, int at, int count) {
        if (heap != null) {
            System.arraycopy(heap, Math.toIntExact(from), into, at, count);
            return;
        }
        for (int done = 0; done < count;) {
            int some = Math.min(BLOCK, count - done);
            ByteBuffer.wrap(read(from + done, some)).order(ByteOrder.nativeOrder()).asFloatBuffer()
                    .get(into, at + done, some);
            done += some;
        }
    }

    private byte[] read(long from, int count) {
        byte[] bytes = new byte[count * Float.BYTES];
        try {
            synchronized (file) {
                file.seek(from * Float.BYTES);
                file.readFully(bytes);
            }
        } catch (IOException e) {
            throw UserException.ofReading(Builder.folder(), e);
        }
        return bytes;
    }

    /** Some of the numbers as an array, not to be written to. */
    NDArray array(NDManager manager, long from, Shape shape) {
        int count = Math.toIntExact(shape.size());
        int within = (int) (from % PIECE);
        if (heap == null && within + (long) count <= PIECE) {
            ByteBuffer bytes = pieces.get((int) (from / PIECE)).slice(within * Float.BYTES, count * Float.BYTES);
            return manager.create(bytes.order(ByteOrder.nativeOrder()), shape, DataType.FLOAT32);
        }
        return manager.create(get(from, count), shape);
    }

    /** Takes numbers bit by bit; to be closed. */
    static final class Builder implements AutoCloseable {
        private final long size;
        private final float[] heap;
        private final RandomAccessFile file;
        private final ByteBuffer buffer;
        private long added;
        private boolean built;

        Builder(long size) {
            this(size, mostInHeap());
        }

        Builder(long size, long mostInHeap) {
            this.size = size;
            boolean few = size <= mostInHeap;
            heap = few ? new float[Math.toIntExact(size)] : null;
            buffer = few ? null : ByteBuffer.allocateDirect(1 << 20).order(ByteOrder.nativeOrder());
            file = few ? null : open();
        }

        private static Path folder() {
            return CacheFolder.path().resolve("large");
        }

        private static RandomAccessFile open() {
            try {
                Path path = Files.createTempFile(Files.createDirectories(folder()), "features-", ".f32");
                RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
                // What is open stays; a kill leaves nothing. Elsewhere than on POSIX it goes at the end.
                if (!path.toFile().delete()) {
                    path.toFile().deleteOnExit();
                }
                return file;
            } catch (IOException e) {
                throw UserException.ofWriting(folder(), e);
            }
        }

        void add(float[] values, int from, int count) {
            if (heap != null) {
                System.arraycopy(values, from, heap, Math.toIntExact(added), count);
            } else {
                for (int done = 0; done < count;) {
                    int some = Math.min(count - done, buffer.remaining() / Float.BYTES);
                    buffer.asFloatBuffer().put(values, from + done, some);
                    buffer.position(buffer.position() + some * Float.BYTES);
                    done += some;
                    if (!buffer.hasRemaining()) {
                        write();
                    }
                }
            }
            added += count;
        }

        private void write() {
            try {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    file.getChannel().write(buffer);
                }
                buffer.clear();
            } catch (IOException e) {
                throw UserException.ofWriting(folder(), e);
            }
        }

        Values build() {
            if (added != size) {
                throw new IllegalStateException(added + " numbers came where " + size + " were announced");
            }
            if (heap != null) {
                return new Values(size, heap, null, null);
            }
            write();
            List<ByteBuffer> pieces = new ArrayList<>();
            try {
                for (long from = 0; from < size; from += PIECE) {
                    pieces.add(file.getChannel().map(FileChannel.MapMode.READ_ONLY, from * Float.BYTES,
                            Math.min(PIECE, size - from) * Float.BYTES).order(ByteOrder.nativeOrder()));
                }
            } catch (IOException e) {
                throw UserException.ofReading(folder(), e);
            }
            built = true;
            return new Values(size, null, file, pieces);
        }

        @Override
        public void close() {
            try {
                if (file != null && !built) {
                    file.close();
                }
            } catch (IOException e) {
                throw UserException.ofWriting(folder(), e);
            }
        }
    }
}
