/// Characters of Chinese, Japanese and Korean so usual that some stand in every sentence.
enum UsualCharacters {
    /// Whether a character is one of them in texts of an encoding.
    static func contain(_ scalar: UInt32, in encoding: String) -> Bool {
        if (0xAC00...0xD7A3).contains(scalar) { return korean.contains(scalar) }
        return areJapanese(encoding) ? japanese.contains(scalar) : chinese.contains(scalar)
    }

    /// Whether an encoding is one of Japanese texts alone.
    static func areJapanese(_ encoding: String) -> Bool { japaneseEncodings.contains(encoding) }

    private static let japaneseEncodings = ["shift_jis", "cp932", "euc-jp"]

    private static let chinese = set(
        """
        的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里
        用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实
        日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政
        美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员
        解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件
        计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象
        完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运您请准参谢
        欢迎晚早六七八九零吧呢吗啊星议办室李刘陈杨黄赵周吴徐孙朱林郭罗京静伟芳娜敏磊洋勇艳杰娟涛超秀英华慧這
        個們來為國說時會對過發後裡樣還進開從實無與長機問應頭體見產業關點間將兩戰動現當沒經學種麼請議題歡準參
        謝電話書報員區數讓帶總認記號廣場陳靜唔嘅哋佢喺嘢咁啲冇咗嚟
        """)

    private static let japanese = set(
        """
        日一人年大国会中本事出者時行社見月分生後前新場長地手上今間自部学高気的方立来対業合回下子思同動金小入
        定東明家力教内先言意全目実法最性関理主文表何度取体化市用代通情考成語当決書題議田山川村井木野口佐藤鈴
        橋渡辺林清水森池石原岡島様願致申総務課係曜午六七八九十百千円名花太郎美香
        """)

    private static let korean = set(
        """
        이다는의가을에고하지기로은를한사리도어들자인시나대스그아서정일해과수있것으라전부여보주게구장만원상공
        동제안조마요까니습세신무미선모년회성비관경우문국중소위생물유방실개내적말연오저용학행치진영차두교없합
        결면간계때알같화명당속분점체민재각씩녕박김최강임송홍윤권황류철희순훈준석호현식님께드립바랍됩했입십월
        목토늦참감
        """)

    private static func set(_ text: String) -> Set<UInt32> { Set(text.unicodeScalars.map(\.value)) }
}
