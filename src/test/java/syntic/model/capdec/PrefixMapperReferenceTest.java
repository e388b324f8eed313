package syntic.model.capdec;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import syntic.ReferenceCase;
import syntic.model.ConfigFile;
import syntic.nn.Torch;

/** CapDec's mapper against the reference implementation. */
class PrefixMapperReferenceTest {

    @TestFactory
    Stream<DynamicTest> prefixes() throws IOException {
        return ReferenceCase.stages("capdec-mapper", reference -> {
            try (NDManager manager = Torch.newManager()) {
                ConfigFile file = ConfigFile.read(reference.file("config"));
                Map<String, NDArray> io = reference.io(manager);
                NDArray x = io.get("in.x");
                // Its smaller mapper, of linear layers alone, is not used here.
                if (!file.has("sizes")) {
                    ReferenceCase.assertClose(io.get("out.output"), transformer(manager, reference, file, io).apply(x),
                            reference.tolerance("output"), "output");
                }
            }
        });
    }

    private static TransformerMapper transformer(NDManager manager, ReferenceCase reference, ConfigFile file,
            Map<String, NDArray> io) throws IOException {
        TransformerMapperConfig config = TransformerMapperConfig.from(file);
        TransformerMapper mapper = new TransformerMapper(config,
                reference.weights(manager, TransformerMapperConfig.parameters(config)));
        NDArray x = io.get("in.x");
        ReferenceCase.assertClose(io.get("out.linear"), mapper.spread(x), reference.tolerance("linear"), "linear");
        NDList layers = new NDList();
        mapper.attention(x).forEach(weights -> layers.add(weights.transpose(0, 2, 3, 1)));
        ReferenceCase.assertClose(io.get("out.attention"), NDArrays.stack(layers), reference.tolerance("attention"),
                "attention");
        return mapper;
    }
}
