import Manifests
import Reporting

extension ManifestEncoder: ResendEncoding {}
