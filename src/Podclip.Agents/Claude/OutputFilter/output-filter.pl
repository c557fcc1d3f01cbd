# Cuts what a tool returned before the model reads it:  perl output-filter.pl LIMIT < event > answer
# Prints nothing when nothing is to be cut and when it does not understand: the result then stays as it is.
# output-filter.js and output-filter.py do the same; what one learns the others must.
#
# Reads JSON by itself, since a small image has perl without its modules. Works on bytes: what is not cut is passed on as it was written.
# A value is [kind, content]: object (a list of [key, value]), array (a list of values), string (as it stands between its quotes), other.
use strict;
no warnings 'recursion';

# In a result of unknown shape, shorter strings are kinds, names and paths; to cut them would break the shape.
my $SHORTEST_OUTPUT = 256;

my %CONTROL = (b => "\b", f => "\f", n => "\n", r => "\r", t => "\t");
my ($json, $limit, $is_changed) = ('', undef, 0);

sub cut {
    my ($text) = @_;
    return $text if length $text <= $limit;

    # Back to where a character begins.
    my $end = $limit;
    $end-- while $end > 0 && (ord(substr $text, $end, 1) & 0xC0) == 0x80;

    $is_changed = 1;
    return substr($text, 0, $end) . sprintf "\n[...%d bytes truncated by paperclip-rtk]", length($text) - $end;
}

sub cut_value {
    my ($value, $shortest) = @_;
    return if $value->[0] ne 'string';
    my $text = unescape($value->[1]);
    my $is_longer = length $text >= $shortest && length $text > $limit;
    $value->[1] = escape(cut($text)) if $is_longer;
}

sub cut_members {
    my ($node, @names) = @_;
    for my $name (@names) {
        my $value = member($node, $name);
        cut_value($value, 0) if $value;
    }
}

sub is_media {
    my ($node, $key) = @_;
    return $key eq 'base64' || $key eq 'blob' || ($key eq 'data' && (member($node, 'mimeType') || member($node, 'media_type')));
}

sub cut_leaves {
    my ($node) = @_;
    if ($node->[0] eq 'array') {
        cut_leaves($_) for @{$node->[1]};
    } elsif ($node->[0] eq 'object') {
        for my $pair (@{$node->[1]}) {
            cut_leaves($pair->[1]) unless $pair->[1][0] eq 'string' && is_media($node, unescape($pair->[0]));
        }
    } else {
        cut_value($node, $SHORTEST_OUTPUT);
    }
}

sub cut_result {
    my ($tool, $result) = @_;
    if ($tool eq 'Bash' && $result->[0] eq 'object') {
        my $is_image = member($result, 'isImage');
        cut_members($result, 'stdout', 'stderr') unless $is_image && $is_image->[0] eq 'other' && $is_image->[1] eq 'true';

        # The model would be shown a wrapper around the cut text that leads to the whole.
        $result->[1] = [grep { unescape($_->[0]) !~ /\ApersistedOutput(Path|Size)\z/ } @{$result->[1]}] if $is_changed;
    } elsif ($tool eq 'Read' && $result->[0] eq 'object') {
        my $file = member($result, 'file');
        cut_members($file, 'content') if $file;
    } else {
        cut_leaves($result);
    }
}

# The last of a name counts.
sub member {
    my ($node, $name) = @_;
    return undef if $node->[0] ne 'object';
    my ($found) = grep { unescape($_->[0]) eq $name } reverse @{$node->[1]};
    return $found && $found->[1];
}

sub parse {
    skip();
    if ($json =~ /\G"/gc) {
        return ['string', parse_string()];
    } elsif ($json =~ /\G\{/gc) {
        return ['object', parse_list('\}', sub {
            skip();
            $json =~ /\G"/gc or die;
            my $key = parse_string();
            skip();
            $json =~ /\G:/gc or die;
            return [$key, parse()];
        })];
    } elsif ($json =~ /\G\[/gc) {
        return ['array', parse_list('\]', \&parse)];
    } elsif ($json =~ /\G(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null)/gc) {
        return ['other', $1];
    }

    die;
}

sub parse_list {
    my ($close, $parse_item) = @_;
    my @items;
    skip();
    return \@items if $json =~ /\G$close/gc;
    while (1) {
        push @items, $parse_item->();
        skip();
        return \@items if $json =~ /\G$close/gc;
        $json =~ /\G,/gc or die;
    }
}

sub parse_string {
    my $start = pos $json;
    until ($json =~ /\G"/gc) {
        $json =~ /\G[^"\\\x00-\x1F]+/gc or $json =~ /\G\\(?:["\\\/bfnrt]|u[0-9a-fA-F]{4})/gc or die;
    }

    return substr $json, $start, pos($json) - $start - 1;
}

sub skip { $json =~ /\G[ \t\r\n]+/gc }

sub unescape {
    my ($text) = @_;
    $text =~ s{\\u[dD]([89abAB][0-9a-fA-F]{2})\\u[dD]([c-fC-F][0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|\\(.)}{
        defined $1 ? utf8(0x10000 + ((hex("d$1") & 0x3FF) << 10) + (hex("d$2") & 0x3FF)) : defined $3 ? utf8(hex $3) : $CONTROL{$4} || $4
    }ges if index($text, '\\') >= 0;
    return $text;
}

sub utf8 {
    my ($code) = @_;
    # Half a pair is written as JavaScript writes it.
    my $character = chr($code >= 0xD800 && $code <= 0xDFFF ? 0xFFFD : $code);
    utf8::encode($character);
    return $character;
}

sub escape {
    my ($text) = @_;
    $text =~ s/(["\\\x00-\x1F])/sprintf '\\u%04x', ord $1/ge;
    return $text;
}

sub write_json {
    my ($kind, $content) = @{$_[0]};
    return "\"$content\"" if $kind eq 'string';
    return '[' . join(',', map { write_json($_) } @$content) . ']' if $kind eq 'array';
    return '{' . join(',', map { "\"$_->[0]\":" . write_json($_->[1]) } @$content) . '}' if $kind eq 'object';
    return $content;
}

sub is_utf8 {
    my ($bytes) = @_;
    1 while $bytes =~ /\G(?:[\x00-\x7F]+|[\xC2-\xDF][\x80-\xBF]|\xE0[\xA0-\xBF][\x80-\xBF]|[\xE1-\xEC\xEE\xEF][\x80-\xBF]{2}|\xED[\x80-\x9F][\x80-\xBF]
        |\xF0[\x90-\xBF][\x80-\xBF]{2}|[\xF1-\xF3][\x80-\xBF]{3}|\xF4[\x80-\x8F][\x80-\xBF]{2})/gcx;
    return (pos($bytes) || 0) == length $bytes;
}

eval {
    binmode STDIN;
    binmode STDOUT;
    ($limit) = ($ARGV[0] // '') =~ /\A([0-9]+)\z/ or die;
    local $/;
    $json = <STDIN>;
    is_utf8($json) or die;
    my $event = parse();
    skip();
    (pos($json) || 0) == length $json or die;

    my $result = member($event, 'tool_response') or die;
    my $tool = member($event, 'tool_name');
    cut_result($tool && $tool->[0] eq 'string' ? unescape($tool->[1]) : '', $result);
    print '{"hookSpecificOutput":{"hookEventName":"PostToolUse","updatedToolOutput":' . write_json($result) . '}}' if $is_changed;
};
