import CCurl

extension Evidence.Failure {
    /// What an error of libcurl's means: https://curl.se/libcurl/c/libcurl-errors.html
    init(_ code: CURLcode) {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST: self = .resolve
        case CURLE_COULDNT_CONNECT: self = .connect
        case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: self = .proxy
        case CURLE_OPERATION_TIMEDOUT: self = .timeout
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE: self = .lost
        case _ where code.isTLSFailure: self = .tls
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING:
            self = .malformed
        case CURLcode(100):  // CURLE_TOO_LARGE, since 8.6
            self = .tooLarge
        default:
            self = .other
        }
    }
}

extension CURLcode {
    /// Whether the site's TLS or certificate was refused.
    var isTLSFailure: Bool {
        switch self {
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_ENGINE_INITFAILED:
            true
        default: false
        }
    }
}
