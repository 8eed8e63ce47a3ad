/// A file that `init` makes.
struct StarterFile {
    let name: String
    /// What it is for, in a few words.
    let purpose: String
    let text: String

    /// All of them; together they pass `validate` as they are.
    static let all = [manifest, template, settings]

    private static let manifest = StarterFile(
        name: "recipients.csv", purpose: "who gets a message, one row each; replace the examples",
        text: """
            user,sender,first_name,message,file_attachments,gif_url,id
            ada.lovelace,secretary,Ada,,,,1001
            grace@example.org,secretary,Grace,,,,1002
            alan.turing,secretary,Alan,"This row has a message of its own, so the template is not used for it.",,,1003

            """)

    private static let template = StarterFile(
        name: "message.txt", purpose: "the text of rows without a message of their own",
        text: """
            {{! This note is not sent. A column's name in two braces is replaced by the row's cell; what stands after a bar is \
            used where the cell is empty. }}Dear {{first_name|friend}},

            the hall opens at six on Friday.

            {{sender}}
            """)

    private static let settings = StarterFile(
        name: "grupo-batch.yaml", purpose: "settings for commands that start in this folder",
        text: """
            # Settings of grupo-batch for commands that start in this folder. Every option of the commands may stand here, with
            # _ for -: see grupo-batch send --help. An option on the command line comes first, then the environment
            # (GRUPO_RATE for rate), then this file. grupo-batch doctor shows what counts, and checks the rest.

            # The site's address.
            # site: https://chat.example.org

            # Where the secret key is; never write the key itself here. Or set GRUPO_API_SECRET_KEY.
            # secret_command: pass show grupo/api-key
            # secret_file: ~/.config/grupo-batch/key

            # Columns of recipients.csv: user and sender (a user name or an e-mail address), message, file_attachments (a path
            # below this folder), gif_url (on tenor.com, gfycat.com or giphy.com), id (your own reference); any other
            # column is for the template.
            template: message.txt
            # sender: secretary
            # map:
            #   user: Member

            # How fast: most sends in flight, most a second, minute or hour, most a day, and when.
            # concurrency: 4
            # rate: 5/s
            # per_day: 2000
            # window: 09:00-18:00,mon-fri
            # time_zone: Europe/Paris

            # Know your site's limits before you raise this one.
            # max_attachment_size: 2MiB

            # What this site's error keys mean: nothing will work, one recipient only, passes by itself.
            # fatal_error_keys: [invalid_api_key]
            # recipient_error_keys: [user_not_found]
            # temporary_error_keys: [try_again_later]

            # Other sites: grupo-batch send recipients.csv --profile youth
            # profiles:
            #   youth:
            #     site: https://youth.example.org
            #     rate: 1/s

            """)
}
