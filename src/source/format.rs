//! What an input can hold, by what a user calls it and by the extension of a file.

use std::fmt;

/// What an input holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Plain text, one document.
    Text,
    /// Markdown with optional front matter, one document.
    Markdown,
    /// A web page, one document: its main text.
    Html,
    /// One JSON document, or an array of them.
    Json,
    /// One JSON document a line.
    JsonLines,
    /// RSS or Atom, one document an item.
    Feed,
    /// A mail or a page saved as one, one document.
    Mail,
    /// A mailbox, one document a mail.
    Mailbox,
    /// A web archive, one document a page.
    Warc,
    /// CSV or TSV, one document a row.
    Csv,
    /// An archive of any of these.
    Zip,
}

impl Format {
    /// All, in the order in which they are listed to users.
    pub const ALL: [Self; 11] = [
        Self::Text,
        Self::Markdown,
        Self::Html,
        Self::Json,
        Self::JsonLines,
        Self::Feed,
        Self::Mail,
        Self::Mailbox,
        Self::Warc,
        Self::Csv,
        Self::Zip,
    ];

    /// Name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Json => "json",
            Self::JsonLines => "jsonl",
            Self::Feed => "feed",
            Self::Mail => "mail",
            Self::Mailbox => "mbox",
            Self::Warc => "warc",
            Self::Csv => "csv",
            Self::Zip => "zip",
        }
    }

    /// The format of that name.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == text)
    }

    /// The extensions that stand for it, in lower case.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Text => &["txt", "text"],
            Self::Markdown => &["md", "markdown"],
            Self::Html => &["html", "htm", "xhtml"],
            Self::Json => &["json"],
            Self::JsonLines => &["jsonl", "ndjson"],
            Self::Feed => &["xml", "rss", "atom"],
            Self::Mail => &["eml", "mht", "mhtml"],
            Self::Mailbox => &["mbox"],
            Self::Warc => &["warc"],
            Self::Csv => &["csv", "tsv"],
            Self::Zip => &["zip"],
        }
    }

    /// Whether a document of it may be called after its file; those of the others have names of their own.
    pub(super) fn is_named_after_file(self) -> bool {
        !matches!(self, Self::JsonLines | Self::Feed | Self::Mailbox | Self::Warc | Self::Csv)
    }

    /// Whether it holds so many documents that it is read piece by piece, however large it is.
    pub(super) fn is_stream(self) -> bool {
        matches!(self, Self::JsonLines | Self::Mailbox | Self::Warc | Self::Csv | Self::Zip)
    }

    /// The format that an extension stands for.
    pub(super) fn of_extension(extension: &str) -> Option<Self> {
        let extension = extension.to_ascii_lowercase();
        Self::ALL.into_iter().find(|format| format.extensions().contains(&extension.as_str()))
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// `.txt .text .md …`, for messages.
pub(super) fn extensions() -> String {
    let all: Vec<String> =
        Format::ALL.iter().flat_map(|format| format.extensions()).map(|e| format!(".{e}")).collect();
    all.join(" ")
}

/// What makes text of a file that cannot be read, by its extension in lower case; `None` if nobody knows.
pub(super) fn conversion(extension: &str) -> Option<&'static str> {
    Some(match extension {
        "pdf" => "turn it into text first: pdftotext FILE.pdf FILE.txt",
        "docx" | "odt" | "rtf" | "epub" | "tex" | "rst" | "org" => {
            "turn it into text first: pandoc -t plain FILE -o FILE.txt"
        }
        "doc" | "ppt" | "pptx" | "odp" => {
            "turn it into text first: soffice --headless --convert-to txt:Text FILE"
        }
        "xlsx" | "xls" | "ods" => "save the table as .csv first: soffice --headless --convert-to csv FILE",
        "msg" => "save the mails as .eml or .mbox first",
        "rar" | "7z" | "tar" | "tgz" => "unpack it first, and give chancery the folder",
        "png" | "jpg" | "jpeg" | "tif" | "tiff" => "read its text first: tesseract FILE OUTPUT",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_to_need_conversion_is_of_no_format() {
        for extension in ["pdf", "docx", "xlsx", "msg", "7z", "png"] {
            assert!(
                conversion(extension).is_some() && Format::of_extension(extension).is_none(),
                "{extension}"
            );
        }
        assert_eq!((conversion("exe"), Format::of_extension("TSV")), (None, Some(Format::Csv)));
    }
}
