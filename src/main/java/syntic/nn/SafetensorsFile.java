package syntic.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import syntic.io.FileFacts;
import syntic.io.UserException;

/**
 * A safetensors file, opened for reading: an eight-byte length, a JSON header, and the tensors' bytes.
 *
 * <p>fp32 tensors that stay so on a CPU are memory-mapped where they lie (privately, so that a stray in-place operation
 * can neither crash the virtual machine nor change the file); all others are converted.
 *
 * <p>Before tensors are given, they are compared with the digest that files of {@link SafetensorsWriter} state; those
 * of other files must be finite numbers. Of a large file the result is remembered, see {@link FileFacts}.
 */
public final class SafetensorsFile {
    /** Bytes that are mapped at once to be read through; a multiple of every element's. */
    private static final long PART = 64L << 20;

    private final Path path;
    private final SafetensorsHeader header;
    private final long dataStart;

    private SafetensorsFile(Path path, SafetensorsHeader header, long dataStart) {
        this.path = path;
        this.header = header;
        this.dataStart = dataStart;
    }

    /**
     * Reads and checks the header.
     *
     * @throws WeightsException if the file is missing, truncated or not a safetensors file
     */
    public static SafetensorsFile open(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new WeightsException(path
                    + ": no such file; a model folder needs its *.safetensors beside config.json");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long fileBytes = channel.size();
            ByteBuffer length = readFully(path, channel, 0, Math.min(8, fileBytes));
            long headerBytes = length.remaining() < 8 ? -1 : length.getLong();
            if (headerBytes < 2 || headerBytes > SafetensorsHeader.MAX_HEADER_BYTES || headerBytes > fileBytes - 8) {
                Optional<String> kind = FileKind.of(path);
                throw kind.isPresent()
                        ? new WeightsException(path + ": not a safetensors file but " + kind.get()
                                + "; give the safetensors file")
                        : SafetensorsHeader.refuse(path.toString(), "not a safetensors file, or truncated ("
                                + fileBytes + " bytes, header length " + headerBytes + ")");
            }
            String json = StandardCharsets.UTF_8.newDecoder().decode(readFully(path, channel, 8, headerBytes))
                    .toString();
            SafetensorsHeader header = SafetensorsHeader.parse(path.toString(), json, fileBytes - 8 - headerBytes);
            return new SafetensorsFile(path, header, 8 + headerBytes);
        } catch (CharacterCodingException e) {
            throw new WeightsException(path + ": the header is not UTF-8; download or write the file again", e);
        } catch (IOException e) {
            throw new WeightsException(UserException.ofReading(path, e).getMessage(), e);
        }
    }

    /** What the file holds. */
    public Path path() {
        return path;
    }

    public SafetensorsHeader header() {
        return header;
    }

    /** Of all tensors, see {@link TensorSum}. */
    public String sum() {
        return fact("sum", channel -> {
            TensorSum sum = new TensorSum();
            for (SafetensorsHeader.Tensor tensor : header.tensors().values()) {
                MessageDigest digest = TensorSum.begin(tensor.name(), tensor.type(), tensor.shape());
                forEachPart(channel, tensor, digest::update);
                sum.add(digest);
            }
            return sum.hex();
        });
    }

    /** @throws WeightsException if the tensors are not those that were written, or no finite numbers */
    public void requireSound() {
        String digest = header.metadata().get(TensorSum.DIGEST);
        if (digest != null && !digest.equals(TensorSum.digest(sum(), header.metadata()))) {
            throw new WeightsException(path + ": damaged, it does not hold what was written; move it away and make it "
                    + "again with the command or the cell that made it, or copy it from where it is whole");
        }
        String wrong = digest != null ? "" : fact("finite", this::notFinite);
        if (!wrong.isEmpty()) {
            throw new WeightsException(path + ": tensor '" + wrong + "' has a value that is no finite number; the file "
                    + "is damaged or was saved by a training that failed: get it again from where it came from");
        }
    }

    /** The name of the first tensor with a value that is no finite number, or nothing. */
    private String notFinite(FileChannel channel) throws IOException {
        for (SafetensorsHeader.Tensor tensor : header.tensors().values()) {
            boolean[] found = new boolean[1];
            if (tensor.type().floating()) {
                forEachPart(channel, tensor, part -> found[0] |= tensor.type().hasNonFinite(part));
            }
            if (found[0]) {
                return tensor.name();
            }
        }
        return "";
    }

    private interface Reading {
        String of(FileChannel channel) throws IOException;
    }

    private String fact(String kind, Reading reading) {
        try {
            return FileFacts.of(path, kind, () -> {
                try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                    return reading.of(channel);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException | UncheckedIOException e) {
            throw new WeightsException(path + ": cannot be read: " + e, e);
        }
    }

    private void forEachPart(FileChannel channel, SafetensorsHeader.Tensor tensor, Consumer<ByteBuffer> use)
            throws IOException {
        for (long at = tensor.begin(); at < tensor.end(); at += PART) {
            use.accept(channel.map(MapMode.READ_ONLY, dataStart + at, Math.min(PART, tensor.end() - at))
                    .order(ByteOrder.LITTLE_ENDIAN));
        }
    }

    /** All tensors, owned by {@code manager}; floating ones come in fp32. */
    public Map<String, NDArray> load(NDManager manager) {
        return load(manager, Precision.FP32);
    }

    /** All tensors, owned by {@code manager}; floating ones come in the precision of {@code compute}. */
    Map<String, NDArray> load(NDManager manager, Compute compute) {
        return load(manager, compute.precision(header.types()));
    }

    /** All tensors, owned by {@code manager}. */
    Map<String, NDArray> load(NDManager manager, Precision precision) {
        return load(manager, header.tensors().values(), precision);
    }

    /** One tensor, owned by {@code manager}; a floating one comes in fp32. */
    public NDArray load(NDManager manager, String name) {
        return load(manager, List.of(header.tensors().get(name)), Precision.FP32).get(name);
    }

    private Map<String, NDArray> load(NDManager manager, Collection<SafetensorsHeader.Tensor> tensors,
            Precision precision) {
        requireSound();
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        boolean writable = Files.isWritable(path);
        Set<StandardOpenOption> options = writable
                ? EnumSet.of(StandardOpenOption.READ, StandardOpenOption.WRITE) : EnumSet.of(StandardOpenOption.READ);
        try (FileChannel channel = FileChannel.open(path, options)) {
            for (SafetensorsHeader.Tensor tensor : tensors) {
                arrays.put(tensor.name(), load(manager, channel, tensor, writable, precision));
            }
        } catch (IOException e) {
            throw new WeightsException(UserException.ofReading(path, e).getMessage(), e);
        }
        return arrays;
    }

    /**
     * The rows of an fp32 matrix in parts of {@code rows}, memory-mapped where they lie: of a matrix that is larger
     * than the memory, only what is being read takes room.
     *
     * @return parts [rows, width], the last one with what is left; owned by {@code manager}, not to be written to
     */
    public List<NDArray> mapRows(NDManager manager, String name, int rows) {
        SafetensorsHeader.Tensor tensor = header.tensors().get(name);
        if (tensor == null || tensor.type() != ElementType.F32 || tensor.shape().length != 2 || rows < 1
                || (dataStart + tensor.begin()) % 4 != 0) {
            throw new WeightsException(path + ": '" + name + "' is not an aligned F32 matrix that can be read in parts "
                    + "of " + rows + " rows; write the file again");
        }
        requireSound();
        long width = tensor.shape()[1];
        List<NDArray> parts = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            for (long row = 0; row < tensor.shape()[0]; row += rows) {
                long count = Math.min(rows, tensor.shape()[0] - row);
                ByteBuffer part = channel.map(MapMode.READ_ONLY, dataStart + tensor.begin() + 4 * width * row,
                        4 * width * count);
                parts.add(create(manager, part, new Shape(count, width), tensor));
            }
        } catch (IOException e) {
            throw new WeightsException(UserException.ofReading(path, e).getMessage(), e);
        }
        return parts;
    }

    /** Where a tensor's bytes begin in the file. */
    public long start(SafetensorsHeader.Tensor tensor) {
        return dataStart + tensor.begin();
    }

    /**
     * Some bytes of a tensor, memory-mapped where they lie.
     *
     * @param from the first of them, counted from the tensor's first
     */
    public ByteBuffer map(String name, long from, int bytes) {
        SafetensorsHeader.Tensor tensor = header.tensors().get(name);
        if (from < 0 || bytes < 0 || from + bytes > tensor.end() - tensor.begin()) {
            throw new IllegalArgumentException(path + ": '" + name + "' has no " + bytes + " bytes from " + from);
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return channel.map(MapMode.READ_ONLY, dataStart + tensor.begin() + from, bytes)
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new WeightsException(UserException.ofReading(path, e).getMessage(), e);
        }
    }

    private NDArray load(NDManager manager, FileChannel channel, SafetensorsHeader.Tensor tensor, boolean writable,
            Precision precision) throws IOException {
        Shape shape = new Shape(tensor.shape());
        long start = dataStart + tensor.begin();
        long bytes = tensor.end() - tensor.begin();
        if (bytes > Integer.MAX_VALUE) {
            throw new WeightsException(path + ": tensor '" + tensor.name() + "' has " + bytes
                    + " bytes; tensors above 2 GiB are not read");
        }
        boolean mappable = bytes > 0 && start % tensor.type().bytes() == 0;
        if (tensor.type() == ElementType.F32 && precision == Precision.FP32 && writable && mappable) {
            return create(manager, channel.map(MapMode.PRIVATE, start, bytes), shape, tensor);
        }
        // What has to be copied is copied into the engine's memory: that of Java's own buffers is limited by its heap.
        ByteBuffer stored = mappable ? channel.map(MapMode.READ_ONLY, start, bytes)
                : readFully(path, channel, start, bytes);
        ByteBuffer source = tensor.type() == ElementType.BF16 ? widen(stored) : stored;
        try (NDArray view = create(manager, source, shape, tensor)) {
            boolean cast = tensor.type().floating() && Precision.of(view) != precision;
            return cast ? precision.cast(view) : view.duplicate();
        }
    }

    /** DJL makes no bfloat16. A bfloat16 is the upper half of a float. */
    private static ByteBuffer widen(ByteBuffer halves) {
        ByteBuffer wide = ByteBuffer.allocateDirect(Math.multiplyExact(halves.remaining(), 2))
                .order(ByteOrder.nativeOrder());
        ShortBuffer from = halves.order(ByteOrder.nativeOrder()).asShortBuffer();
        IntBuffer to = wide.asIntBuffer();
        while (from.hasRemaining()) {
            to.put(from.get() << 16);
        }
        return wide;
    }

    private static NDArray create(NDManager manager, ByteBuffer bytes, Shape shape, SafetensorsHeader.Tensor tensor) {
        DataType type = tensor.type().loaded();
        return type == null ? manager.create(bytes, new Shape(bytes.remaining()), DataType.UINT8)
                : manager.create(bytes.order(ByteOrder.nativeOrder()), shape, type);
    }

    private static ByteBuffer readFully(Path path, FileChannel channel, long position, long bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw SafetensorsHeader.refuse(path.toString(), "ends before byte " + (position + bytes));
            }
        }
        return buffer.flip();
    }
}
