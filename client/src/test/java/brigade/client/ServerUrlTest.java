package brigade.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerUrlTest {
    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080, http://localhost:8080/api/join?room=a",
        "https://choir.example/, https://choir.example/api/join?room=a",
        "https://choir.example/1/, https://choir.example/1/api/join?room=a",
        "https://choir.example/1, https://choir.example/1/api/join?room=a",
        "https://choir.example/?room=b, https://choir.example/api/join?room=a"
    })
    void aHouseInAFolderIsAskedThere(String server, String address) {
        assertThat(ServerUrl.at(URI.create(server), "/api/join?room=a")).isEqualTo(URI.create(address));
    }
}
