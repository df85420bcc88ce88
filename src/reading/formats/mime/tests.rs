use super::*;

fn texts(message: &str) -> Vec<String> {
    let parts = parts(message.as_bytes(), |head| head.media == "text/html").expect("a message");
    parts.iter().map(|part| String::from_utf8_lossy(&part.content().expect("bytes")).into_owned()).collect()
}

fn message(kind: &str, boundary: &str, parts: &[&str]) -> String {
    let parts = parts.iter().map(|part| format!("--b\r\n{part}\r\n")).collect::<Vec<_>>().concat();
    format!("MIME-Version: 1.0\r\nContent-Type: multipart/{kind}; {boundary}\r\n\r\npreface\r\n{parts}--b--\r\nafter")
}

const PAGE: &str = "Content-Type: text/html\r\n\r\n";

#[test]
fn parts_end_where_their_boundary_says_it() {
    let pages = [&format!("{PAGE}1"), "Content-Type: image/gif\r\n\r\nGIF", &format!("{PAGE}2\r\n--bb\r\n--b-\r\n")];
    for boundary in ["boundary=b", "boundary=\"b\"", "type=\"a;b\";\r\n\tBoundary = \"b\"; charset=x"] {
        assert_eq!(texts(&message("related", boundary, &pages)), ["1", "2\r\n--bb\r\n--b-\r\n"], "{boundary}");
    }
    assert_eq!(texts(&message("related", "boundary=b", &pages).replace("\r\n", "\n")).len(), 2);
    assert_eq!(texts(&format!("\u{feff}\n{PAGE}alone\n")), ["alone"]);
    // Cut short, and without its parts.
    assert_eq!(texts("Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\ncut"), ["cut"]);
    assert_eq!(texts("Content-Type: multipart/related; boundary=b\n\n"), [""; 0]);
    assert_eq!(texts("Content-Type: multipart/related\n\n--b\nContent-Type: text/html\n\n"), [""; 0]);
}

#[test]
fn of_alternatives_the_last_page_stands() {
    let inner = message("related", "boundary=c", &[]).replace("--b", "--c");
    let page = |text: &str| format!("{PAGE}{text}");
    let within = inner.replace("preface\r\n", &format!("--c\r\n{}\r\n--c\r\n{}\r\n", page("2"), page("3")));
    let parts = [page("1"), within, "Content-Type: text/plain\r\n\r\n4".to_owned()];
    let all = message("alternative", "boundary=b", &parts.each_ref().map(String::as_str));
    assert_eq!(texts(&all), ["2", "3"]);
    assert_eq!(texts(&all.replace("alternative", "mixed")), ["1", "2", "3"]);
    assert_eq!(texts(all.split("--c--").next().unwrap_or_default()).len(), 2);
}

#[test]
fn content_is_unpacked() {
    let packed = |encoding: &str, body: &str| {
        let message = format!("Content-Type: text/html\nContent-Transfer-Encoding: {encoding}\n\n{body}");
        let parts = parts(message.as_bytes(), |_| true).expect("a message");
        parts[0].content().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).ok()
    };
    assert_eq!(packed("Quoted-Printable", "=E8=a7=84=\r\n=E7=AB=A0= \n1=3D1=\n").as_deref(), Some("规章1=1"));
    // What is no quoted-printable is left as it is.
    assert_eq!(packed("quoted-printable", "<a b=c>=\t=G1=4").as_deref(), Some("<a b=c>=\t=G1=4"));
    assert_eq!(packed("BASE64", "6KeE\r\n56ug\r\n\r\n").as_deref(), Some("规章"));
    assert_eq!(packed("base64", "6KeE56u"), None);
    assert_eq!(packed("base64", "6KeE!6ug"), None);
    assert_eq!(packed("8bit", "规章").as_deref(), Some("规章"));
    assert_eq!(packed("x-uuencode", "#"), None);
}
