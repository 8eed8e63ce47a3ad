# Measures the parts of a test run. `part NAME COMMAND…` runs one; a table of what each took is the last that is printed, however
# the script ends. A script that another one runs as a part adds its own parts to that one's table.
if [ -z "${TEST_PARTS:-}" ]; then
    TEST_PARTS=$(mktemp)
    export TEST_PARTS
    trap print_parts EXIT
fi

part() {
    local name=$1 start=$SECONDS status=0 mark=
    shift
    "$@" || status=$?
    [ "$status" = 0 ] || mark=" (failed)"
    printf '%d\t%s\n' $((SECONDS - start)) "$name$mark" >>"$TEST_PARTS"
    return "$status"
}

print_parts() {
    awk -F '\t' '{ printf "%6d s  %s\n", $1, $2; all += $1 } END { printf "%6d s  all parts\n", all }' "$TEST_PARTS"
    rm -f "$TEST_PARTS"
}
