package syntic.exchange;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import syntic.nn.ElementType;
import syntic.nn.SafetensorsFile;
import syntic.nn.SafetensorsHeader;

/** A matrix of a safetensors file; {@code ids} there are the bytes of a JSON list, as in files of this project. */
final class SafetensorsTable {
    private static final String IDS = "ids";

    private SafetensorsTable() {}

    static FeatureTable open(Path file, FeatureFiles.Selection wanted) {
        SafetensorsFile opened = SafetensorsFile.open(file);
        opened.requireSound();
        Map<String, SafetensorsHeader.Tensor> tensors = opened.header().tensors();
        List<String> names = new ArrayList<>(tensors.values().stream()
                .filter(tensor -> tensor.shape().length > 1 && Numbers.isRead(tensor.type()))
                .map(SafetensorsHeader.Tensor::name).sorted().toList());
        String name = NpzTable.choose(file, names, wanted.array());
        SafetensorsHeader.Tensor tensor = tensors.get(name);
        List<String> ids = tensors.containsKey(IDS) && tensors.get(IDS).type() == ElementType.U8
                ? ids(opened, tensors.get(IDS)) : List.of();
        return new MatrixTable(StoredMatrix.of(file, file + ", tensor " + name, opened.start(tensor), tensor.type(),
                ByteOrder.LITTLE_ENDIAN, Arrays.stream(tensor.shape()).boxed().toList(), false, wanted.part()), ids);
    }

    private static List<String> ids(SafetensorsFile file, SafetensorsHeader.Tensor tensor) {
        byte[] bytes = new byte[Math.toIntExact(tensor.size())];
        file.map(IDS, 0, bytes.length).get(bytes);
        try {
            return List.of(new Gson().fromJson(new String(bytes, StandardCharsets.UTF_8), String[].class));
        } catch (JsonParseException | NullPointerException e) {
            throw FeatureFiles.refused(file.path(), "its ids are no list of texts; give others with --ids FILE");
        }
    }
}
