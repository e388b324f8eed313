package syntic.store;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import syntic.io.CacheFolder;
import syntic.io.UserException;

/**
 * Float32 numbers one after the other, never changed: in the heap if they are few, else memory-mapped from a file in
 * the cache folder that is gone with the process.
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
    private final List<ByteBuffer> pieces;

    private Values(long size, float[] heap, List<ByteBuffer> pieces) {
        this.size = size;
        this.heap = heap;
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
            ByteBuffer piece = pieces.get((int) ((from + done) / PIECE));
            int within = (int) ((from + done) % PIECE);
            int some = Math.min(count - done, piece.capacity() / Float.BYTES - within);
            piece.asFloatBuffer().get(within, into, at + done, some);
            done += some;
        }
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
        private final Path file;
        private final FileChannel channel;
        private final ByteBuffer buffer;
        private long added;

        Builder(long size) {
            this(size, mostInHeap());
        }

        Builder(long size, long mostInHeap) {
            this.size = size;
            boolean few = size <= mostInHeap;
            heap = few ? new float[Math.toIntExact(size)] : null;
            file = few ? null : CacheFolder.path().resolve("large");
            buffer = few ? null : ByteBuffer.allocateDirect(1 << 20).order(ByteOrder.nativeOrder());
            channel = few ? null : open(file);
        }

        private static FileChannel open(Path folder) {
            try {
                Path file = Files.createTempFile(Files.createDirectories(folder), "features-", ".f32");
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                // What is open stays; a kill leaves nothing. Elsewhere than on POSIX it goes at the end.
                if (!file.toFile().delete()) {
                    file.toFile().deleteOnExit();
                }
                return channel;
            } catch (IOException e) {
                throw UserException.ofWriting(folder, e);
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
                    channel.write(buffer);
                }
                buffer.clear();
            } catch (IOException e) {
                throw UserException.ofWriting(file, e);
            }
        }

        Values build() {
            if (added != size) {
                throw new IllegalStateException(added + " numbers came where " + size + " were announced");
            }
            if (heap != null) {
                return new Values(size, heap, null);
            }
            write();
            List<ByteBuffer> pieces = new ArrayList<>();
            try {
                for (long from = 0; from < size; from += PIECE) {
                    pieces.add(channel.map(FileChannel.MapMode.READ_ONLY, from * Float.BYTES,
                            Math.min(PIECE, size - from) * Float.BYTES).order(ByteOrder.nativeOrder()));
                }
            } catch (IOException e) {
                throw UserException.ofReading(file, e);
            }
            return new Values(size, null, pieces);
        }

        @Override
        public void close() {
            try {
                if (channel != null) {
                    channel.close();
                }
            } catch (IOException e) {
                throw UserException.ofWriting(file, e);
            }
        }
    }
}
